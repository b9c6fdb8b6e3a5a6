import { getMetadataStorage, ValidationTypes, type ValidationArguments } from 'class-validator';

type Declared = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];
type Constraint = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidatorConstraints']>[number];

/** One check of a field. */
interface Check {
  readonly declared: Declared;
  readonly constraint: Constraint;
}

/** What is declared of one field. */
interface Field {
  readonly name: string;
  /** Unless all of them hold, nothing of the field is checked. */
  readonly conditions: readonly ((object: object, value: unknown) => boolean)[];
  readonly checks: readonly Check[];
  readonly isNested: boolean;
}

/** What is declared of a class, put in the order in which it is asked for. */
interface Plan {
  readonly names: ReadonlySet<string>;
  readonly fields: readonly Field[];
}

const plans = new WeakMap<object, Plan | null>();
const KNOWN: ReadonlySet<string> = new Set([
  ValidationTypes.CUSTOM_VALIDATION,
  ValidationTypes.CONDITIONAL_VALIDATION,
  ValidationTypes.NESTED_VALIDATION,
  ValidationTypes.WHITELIST,
]);

/**
 * Whether class-validator would find nothing wrong with an input, unknown fields counting as wrong, and texts aside. It goes
 * by the same declarations, and asks the same checks; what class-validator looks up for every object, in all classes that
 * there are, is looked up once for each class here. Whatever is not plain is not said to be flawless: then
 * class-validator is asked, which has the words for it.
 * @param input made of the classes that declare it
 */
export function isFlawless(input: object): boolean {
  const plan = planOf(input.constructor);
  if (!plan || !Object.keys(input).every((name) => plan.names.has(name))) return false;
  return plan.fields.every((field) => isFieldFlawless(input, field));
}

/**
 * Whether a class declares every field that a body has, its inner ones aside: one that it does not needs no instance made
 * of it, however large, to be found wrong.
 * @param type the class
 */
export function declaresAll(type: unknown, body: object): boolean {
  const plan = planOf(type);
  return plan !== null && Object.keys(body).every((name) => plan.names.has(name));
}

function isFieldFlawless(object: object, { name, conditions, checks, isNested }: Field): boolean {
  const value = (object as Readonly<Record<string, unknown>>)[name];
  if (!conditions.every((holds) => holds(object, value))) return true;
  return checks.every((check) => passes(object, value, check)) && (!isNested || isNestedFlawless(value));
}

function passes(object: object, value: unknown, { declared, constraint }: Check): boolean {
  if (declared.validateIf && !declared.validateIf(object, value)) return true;
  const told: ValidationArguments = {
    targetName: object.constructor.name,
    property: declared.propertyName,
    ...{ object, value, constraints: declared.constraints as unknown[] },
  };
  // A promise is none: of what it comes to nobody knows yet.
  const accepts = (one: unknown): boolean => constraint.instance.validate(one, told) === true;
  return declared.each && Array.isArray(value) ? value.every(accepts) : accepts(value);
}

function isNestedFlawless(value: unknown): boolean {
  if (value === undefined) return true;
  const isObject = typeof value === 'object' && value !== null;
  if (Array.isArray(value)) return value.every((item) => item !== undefined && isNestedFlawless(item));
  return isObject && isFlawless(value);
}

function planOf(type: unknown): Plan | null {
  if (typeof type !== 'function') return null;
  let plan = plans.get(type);
  if (plan === undefined) plans.set(type, (plan = declaredPlan(type)));
  return plan;
}

/** @returns null for what declares nothing, or something that is not known here */
function declaredPlan(type: object): Plan | null {
  const storage = getMetadataStorage();
  const all = storage.getTargetValidationMetadatas(type as () => unknown, '', false, false);
  const isKnown = all.every(({ type: kind }) => KNOWN.has(kind));
  if (all.length === 0 || !isKnown) return null;
  const names = new Set(all.map(({ propertyName }) => propertyName));
  const fields = [...names].map((name) => {
    const own = all.filter(({ propertyName }) => propertyName === name);
    const of = (kind: string): Declared[] => own.filter(({ type: one }) => one === kind);
    return {
      name,
      conditions: of(ValidationTypes.CONDITIONAL_VALIDATION).map(
        ({ constraints }) => (constraints as [(object: object, value: unknown) => boolean])[0],
      ),
      checks: of(ValidationTypes.CUSTOM_VALIDATION).flatMap((declared) =>
        storage.getTargetValidatorConstraints(declared.constraintCls as () => unknown).map((constraint) => ({
          ...{ declared, constraint },
        })),
      ),
      isNested: of(ValidationTypes.NESTED_VALIDATION).length > 0,
    };
  });
  return { names, fields };
}
