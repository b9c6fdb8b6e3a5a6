import { createHmac, randomBytes } from 'node:crypto';
import { BodyHasher } from './body-hasher.ts';

const CODE = 'RSSMRA80A01H501U';
const body = { citizen: { fiscalCode: CODE, givenName: 'Ada' }, slot: '09:00' };
const path = { agendaId: 'a' };

/** Keys of persons by id, and what hashes under them. */
class Persons {
  readonly keys = new Map<string, Buffer>();

  async mark(subject: string, text: string): Promise<string | undefined> {
    const key = this.keys.get(subject);
    return key && createHmac('sha256', key).update(text).digest('base64url');
  }
}

function installation(...subjects: readonly string[]) {
  const persons = new Persons();
  for (const subject of subjects) persons.keys.set(subject, randomBytes(32));
  const hasher = new BodyHasher(Buffer.alloc(32, 1), persons);
  const saying = (sent: unknown, parameters: object = path) =>
    hasher.bodyOf({ body: sent, parameters, personal: ['citizen'] });
  return { persons, saying };
}

describe('the hash of a request', () => {
  it('is that of a request that says the same', async () => {
    const { saying } = installation('s');
    const kept = await saying(body).hash(['s']);
    const again = { slot: '09:00', citizen: { givenName: 'Ada', fiscalCode: CODE } };

    expect(await saying(again).matches(kept)).toBe(true);
    expect(await saying(again).hash(['s'])).toBe(kept);
  });

  it.each<[string, unknown, object]>([
    ['another body', { ...body, slot: '09:30' }, path],
    ['another person', { ...body, citizen: { ...body.citizen, fiscalCode: 'VRDLGI80A01H501Q' } }, path],
    ['another name of the person', { ...body, citizen: { ...body.citizen, givenName: 'Bice' } }, path],
    ['no person', { slot: '09:00' }, path],
    ['no body', undefined, path],
    ['another path', body, { agendaId: 'b' }],
    ['what was in the path now in the body', { ...body, ...path }, {}],
  ])('is not that of %s', async (_what, sent, parameters) => {
    const { saying } = installation('s');
    const kept = await saying(body).hash(['s']);

    expect(await saying(sent, parameters).matches(kept)).toBe(false);
  });

  it('tells a request by the rest alone once the key of the person is destroyed', async () => {
    const { persons, saying } = installation('s');
    const kept = await saying(body).hash(['s']);
    persons.keys.delete('s');

    expect(await saying({ ...body, citizen: { fiscalCode: 'VRDLGI80A01H501Q' } }).matches(kept)).toBe(true);
    expect(await saying({ ...body, slot: '09:30' }).matches(kept)).toBe(false);
    expect(await saying({ slot: '09:00' }).matches(kept)).toBe(false);
  });

  it('keeps nothing of two persons as soon as one of them is erased', async () => {
    const { persons, saying } = installation('s', 't');
    const kept = await saying(body).hash(['s', 't']);
    expect(await saying({ ...body, citizen: {} }).matches(kept)).toBe(false);

    persons.keys.delete('s');
    expect(await saying({ ...body, citizen: {} }).matches(kept)).toBe(true);
  });

  it('keeps nothing of persons whom no event is about', async () => {
    const { saying } = installation();
    const kept = await saying(body).hash([]);

    expect(await saying({ ...body, citizen: {} }).matches(kept)).toBe(true);
    expect(await saying({ slot: '09:00' }).matches(kept)).toBe(false);
  });

  it('is another in another installation, so that nobody finds a body by trying', async () => {
    const elsewhere = new BodyHasher(Buffer.alloc(32, 2), new Persons());
    const sent = { body: { slot: '09:00' }, parameters: path, personal: [] };

    expect(await elsewhere.bodyOf(sent).hash([])).not.toBe(await installation().saying({ slot: '09:00' }).hash([]));
  });
});

describe('the hashes that older versions left', () => {
  it('are of a key that is destroyed, so that every repeat counts as the same', async () => {
    const secrets = new Map([['body-hash-key', Buffer.alloc(32, 7)]]);
    const keys = {
      secret: async (name: string) => secrets.get(name) ?? Buffer.alloc(32, 1),
      destroySecret: async (name: string) => void secrets.delete(name),
    };
    const box = { wrap: (secret: Uint8Array) => secret, unwrap: (wrapped: Uint8Array) => wrapped };
    const hasher = await BodyHasher.open(keys, box, new Persons());
    const kept = createHmac('sha256', Buffer.alloc(32, 7)).update('[{"fiscalCode":"x"},{}]').digest('base64url');

    expect(await hasher.bodyOf({ body, parameters: path, personal: ['citizen'] }).matches(kept)).toBe(true);
    expect([...secrets]).toEqual([]);
  });
});
