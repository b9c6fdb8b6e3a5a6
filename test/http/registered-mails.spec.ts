import { accepted, establishUnits, TERRITORY } from '../e2e/support/agenda.ts';
import { startApplication, type TestApplication } from '../e2e/support/application.ts';
import { countedDays } from './support/counted-days.ts';

const COMMUNICATIONS = '/rest/communications/v1/communications';

describe('T1: a mail that is registered late', () => {
  const { clock, begun, day, goTo } = countedDays();
  let application: TestApplication;

  beforeAll(async () => {
    application = await startApplication({ clock });
    await establishUnits(await application.as());
  });
  afterAll(() => application.close());

  it('has waited for the centre since it was sent', async () => {
    goTo(10);
    const central = await application.as();
    const sentAt = `${begun}T12:00:00+01:00`;
    const mail = { office: 'E2E-DR-12', sentAt, messageId: '<late@example.org>', sha256: 'a'.repeat(64) };
    const { id, position } = await accepted(
      central.post(`${COMMUNICATIONS}/registration`, { kind: 'CLARIFICATION', subject: 'Postazioni', mail }),
    );
    const inbox = await central.get(`/rest/inbox/v1/items?minPosition=${position}`);
    expect(inbox.body).toMatchObject({ items: [{ id, since: day(0), ageDays: 10, region: TERRITORY.region }] });
    const list = await central.get(`${COMMUNICATIONS}?minPosition=${position}`);
    expect(list.body).toMatchObject({ items: [{ id, waitingSince: new Date(sentAt).toISOString() }] });
  });

  it('does not wait, but stands where it was sent, where it was dealt with after that', async () => {
    goTo(20);
    const central = await application.as();
    const mailOf = (sentAt: string, name: string) => ({
      mail: { office: 'E2E-DR-12', sentAt, messageId: `<${name}@example.org>`, sha256: name.charAt(0).repeat(64) },
    });
    const { id } = await accepted(
      central.post(`${COMMUNICATIONS}/registration`, {
        ...{ kind: 'NOTICE', subject: 'Orari' },
        ...mailOf(`${day(12)}T12:00:00+01:00`, 'begun'),
      }),
    );
    await accepted(central.post(`${COMMUNICATIONS}/${id}/answers`, { text: 'Va bene.' }));
    goTo(22);
    const then = await application.as();
    const late = mailOf(`${day(15)}T12:00:00+01:00`, 'c-late');
    const { position } = await accepted(then.post(`${COMMUNICATIONS}/${id}/mails`, { ...late, isDealtWith: true }));
    const found = await then.get(`${COMMUNICATIONS}/${id}?minPosition=${position}`);
    expect(found.body).toMatchObject({ state: 'ANSWERED', waitingSince: null });
    const { messages } = found.body as { readonly messages: readonly { readonly from: string }[] };
    expect(messages.map(({ from }) => from)).toEqual(['DIRECTORATE', 'DIRECTORATE', 'CENTRE']);
    const inbox = await then.get(`/rest/inbox/v1/items?minPosition=${position}`);
    expect((inbox.body.items as { readonly id: string }[]).map((item) => item.id)).not.toContain(id);
  });
});
