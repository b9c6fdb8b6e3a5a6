/*
 * Injection tokens of what the kernel declares as interfaces. Every Nest app provides them globally (`PlatformModule`);
 * what the kernel has as classes (CommandExecutor, ClaimingExecutor, ProjectionReader) is injected by its class.
 */

/** The kernel's `Clock`. */
export const CLOCK = Symbol('Clock');
/** The kernel's `EventStore`. */
export const EVENT_STORE = Symbol('EventStore');
/** The kernel's `ReadModelStore`. */
export const READ_MODEL_STORE = Symbol('ReadModelStore');
/** The kernel's `WorkStore`. */
export const WORK_STORE = Symbol('WorkStore');
/** The kernel's `KeyStore`. */
export const KEY_STORE = Symbol('KeyStore');
/** The {@link SecretBox} of the installation. */
export const SECRET_BOX = Symbol('SecretBox');
/** The {@link SubjectResolver} of the installation. */
export const SUBJECT_RESOLVER = Symbol('SubjectResolver');
/** The {@link Configuration} read from the environment. */
export const CONFIGURATION = Symbol('Configuration');
