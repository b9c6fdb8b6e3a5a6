import { randomUUID } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import { buildDefinitionOf, defineEvent, type RecordedEvent } from '#kernel/domain';
import { ProjectionReader } from '#kernel/execution';
import type { BuildId, NewEvent } from '#kernel/ports';
import { MemoryEventStore, MemoryReadModelStore } from '#store-memory';
import { defineDatedKind, settingOf } from '../dated/dated-kind.ts';
import { datedThings } from '../dated/dated-things.ts';
import { ThingsKept } from './kept-things.ts';
import { momentOf } from '../dated/moment.ts';

const LampHung = defineEvent({ type: 'LampHung', schema: Type.Object({ region: Type.String() }) });
const LampLit = defineEvent({ type: 'LampLit', schema: Type.Object({}) });
const LampDusted = defineEvent({ type: 'LampDusted', schema: Type.Object({}) });

interface LampOnDate {
  readonly isLit: boolean;
}
const sets = settingOf<LampOnDate>();
const lamps = defineDatedKind<LampOnDate>({
  thing: 'Lamp',
  events: [LampHung, LampLit, LampDusted],
  on: [sets(LampHung, () => ({ isLit: false })), sets(LampLit, () => ({ isLit: true }))],
});
const dated = datedThings([lamps]);
const [things] = dated.projections;

/** A read model that is folded event by event, and counts what is looked at. */
class Folded {
  readonly store = new MemoryReadModelStore();
  readonly log = new MemoryEventStore();
  readonly reader = new ProjectionReader({ log: this.log, store: this.store });
  readonly looks: string[] = [];
  readonly kept = new ThingsKept(dated, (thing) => {
    this.looks.push(thing.id);
    return lamps.on(thing, momentOf('2026-06-30'));
  });
  #build: BuildId = '';
  #position = 0;

  async begin(): Promise<void> {
    if (!things) throw new TypeError('there is no read model of things');
    this.#build = await this.store.createBuild(buildDefinitionOf(things));
    await this.#commit([]);
    await this.store.switchPointer(things.name, things.version, this.#build);
  }

  async write(...events: readonly (readonly [type: string, lamp: string])[]): Promise<void> {
    for (const [type, lamp] of events) {
      this.#position += 1;
      const event = {
        ...{ type, data: type === 'LampHung' ? { region: '08' } : {}, stream: `Lamp-${lamp}`, revision: 0 },
        ...{ position: String(this.#position), recordedAt: '2026-06-01T08:00:00.000Z', metadata: { scope: {} } },
      } as unknown as RecordedEvent;
      const before = await this.store.load(this.#build, [event.stream]);
      const document = things?.fold(before.get(event.stream)?.document as object | undefined, event, event.stream);
      await this.#commit([{ key: event.stream, position: event.position, document }]);
    }
  }

  /** The log has events that the read model has not seen. */
  async logAhead(events: number): Promise<void> {
    const event = (): NewEvent =>
      ({ eventId: randomUUID(), type: 'LampDusted', data: {}, metadata: {} }) as unknown as NewEvent;
    const written = Array.from({ length: events }, event);
    await this.log.append({ stream: 'Lamp-x', expectedRevision: 'no-stream', events: written });
  }

  async #commit(documents: readonly { key: string; position: string; document: unknown }[]): Promise<void> {
    const checkpoint = { logId: await this.log.logId(), position: String(this.#position) };
    await this.store.commit([{ build: this.#build, documents, checkpoint }]);
  }

  read() {
    return this.kept.read(this.reader);
  }

  /** What was looked at since the last time. */
  looked(): string[] {
    return this.looks.splice(0);
  }
}

describe('what is kept of things', () => {
  let folded: Folded;
  const ALL = Array.from({ length: 600 }, (_, number) => String(number));

  beforeEach(async () => {
    folded = new Folded();
    await folded.begin();
    await folded.write(...ALL.map((lamp) => ['LampHung', lamp] as const));
  });

  it('is of all things, and looked at once, however many ask at once', async () => {
    const answers = await Promise.all([folded.read(), folded.read(), folded.read()]);

    expect(folded.looked().toSorted()).toEqual(ALL.toSorted());
    for (const { things: kept, position } of answers) {
      expect(kept.size).toBe(600);
      expect(kept).toBe(answers[0].things);
      expect(position).toBe('600');
    }
  });

  it('is brought up to date by what changed alone', async () => {
    const before = await folded.read();
    folded.looked();
    await folded.write(['LampLit', '7'], ['LampHung', 'new']);
    const after = await folded.read();

    expect(folded.looked()).toEqual(['7', 'new']);
    expect(after.things.get('Lamp-7')).toEqual({ isLit: true });
    expect(after.things.size).toBe(601);
    expect(before.things.get('Lamp-7')).toEqual({ isLit: false });
  });

  it('is the same object where nothing of it changed, whatever was written', async () => {
    const before = await folded.read();
    await folded.write(['LampDusted', '7']);
    const after = await folded.read();

    expect(after.things).toBe(before.things);
    expect(after.position).toBe('601');
  });

  it('is read anew from another build, which may have other things', async () => {
    await folded.read();
    folded.looked();
    await folded.begin();
    await folded.write(['LampHung', 'other']);

    const { things: kept } = await folded.read();
    expect([...kept.keys()]).toEqual(['Lamp-other']);
  });

  it('is waited for by whoever wants a position, and nobody else', async () => {
    await folded.logAhead(601);
    let isWaiting = true;
    const waiting = folded.kept.read(folded.reader, { minPosition: '601' }).finally(() => (isWaiting = false));
    await expect(folded.read()).resolves.toMatchObject({ position: '600' });
    expect(isWaiting).toBe(true);
    await folded.write(['LampLit', '7']);
    await expect(waiting).resolves.toMatchObject({ position: '601' });
  });
});
