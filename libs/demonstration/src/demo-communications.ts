import { idOf } from '#kernel/domain';
import { answerCommunication, closeCommunication, sendCommunication, takeChargeOfCommunication } from '#communications';
import type { Principal } from '#use-cases';
import type { DemoAct } from './demo-month.ts';
import type { DemoStage } from './demo-stage.ts';
import { CENTRAL, LABEL, regionalUnit } from './demo-units.ts';

/** What a directorate asks of the centre, and what becomes of it. */
interface Thread {
  readonly kind: 'NOTICE' | 'CLARIFICATION' | 'SUPPORT';
  readonly subject: string;
  readonly text: string;
  /** Day of the month. */
  readonly sentOn: number;
  /** Nobody has answered yet when absent. */
  readonly answer?: string;
  readonly isClosed?: true;
  /** What support came to, once somebody at the centre was in charge of it. */
  readonly outcome?: string;
}

const THREADS: readonly Thread[] = [
  {
    ...{ kind: 'CLARIFICATION', sentOn: 2, isClosed: true },
    subject: `Convenzione con un'unione di comuni ${LABEL}`,
    text: 'Chi firma per un ente che è unione di comuni?',
    answer: "Firma il presidente dell'unione, che è il suo legale rappresentante.",
  },
  {
    ...{ kind: 'NOTICE', sentOn: 9 },
    subject: `Nuove sedi dei Punti Cliente ${LABEL}`,
    text: 'Tre comuni hanno chiesto di ospitare un Punto Cliente.',
    answer: 'Se ne prende nota.',
  },
  {
    ...{ kind: 'SUPPORT', sentOn: 16, isClosed: true },
    subject: `Accesso alla postazione di un Punto Cliente ${LABEL}`,
    text: 'Da due giorni gli operatori di un Punto Cliente non raggiungono i servizi.',
    answer: 'La rete del comune bloccava il collegamento: provate ora.',
    outcome: 'Collegamento ripristinato.',
  },
  {
    ...{ kind: 'CLARIFICATION', sentOn: 25 },
    subject: `Proroga di un protocollo ${LABEL}`,
    text: 'Un protocollo in scadenza si proroga, o se ne conclude un altro?',
  },
];

/** Who at the centre is in charge of support, by the id that tokens have for them. */
const SUPPORTER = 'demo-assistenza';

/** The communications of the month: asked and answered, some of them closed, support given, and one that nobody has answered yet. */
export function communications(stage: DemoStage, regions: readonly string[]): readonly DemoAct[] {
  return THREADS.flatMap(({ kind, subject, text, sentOn, answer, isClosed, outcome }, index) => {
    const region = regions[index % regions.length] ?? '';
    const regional: Principal = { id: `demo-dr-${region}`, role: 'regional', region };
    let communicationId: string | undefined;
    const send = async (): Promise<void> => {
      const sent = await stage.give(sendCommunication, { kind, unit: regionalUnit(region), subject, text }, regional);
      communicationId = sent && idOf(sent.stream);
    };
    const respond = async (): Promise<void> => {
      if (communicationId === undefined || answer === undefined) return;
      if (outcome !== undefined) {
        await stage.give(takeChargeOfCommunication, { communicationId, personInCharge: SUPPORTER }, CENTRAL);
      }
      await stage.give(answerCommunication, { communicationId, text: answer }, CENTRAL);
      if (!isClosed) return;
      const came = outcome === undefined ? {} : { outcome: { result: 'SOLVED', explanation: outcome } as const };
      await stage.give(closeCommunication, { communicationId, ...came }, regional);
    };
    return [
      { day: sentOn, give: send },
      { day: sentOn + 2, give: respond },
    ];
  });
}
