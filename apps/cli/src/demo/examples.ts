import { addDays, romeDateOf } from '#italy';
import { randomUUID } from 'node:crypto';
import { availabilityOf } from '#agenda';
import type { Application } from '#composition';
import { fictitiousPerson, Random, type DemoIntegration, type DemoNetwork, type DemoReceiver } from '#demonstration';
import { protocolRegister } from '#protocols';
import { agendaExamples } from './agenda-examples.ts';
import { integrationExamples } from './integration-examples.ts';

const LIFETIME_SECONDS = 12 * 3_600;
/** Beyond the citizens of any demonstration. */
const NEWCOMER = 5_900_000;

/** What was played, and whom it was sent to. */
export interface ShownDemonstration {
  readonly network: DemoNetwork;
  readonly integration: DemoIntegration;
  readonly receiver: DemoReceiver;
}

/** Prints commands to try against the demonstration; each works as it is printed, credentials of its servers aside. */
export async function printExamples(
  application: Application,
  { network, integration, receiver }: ShownDemonstration,
  { url, installation, directory }: { readonly url: string; readonly installation: string; readonly directory: string },
): Promise<void> {
  const { tokens, reader } = application;
  const [agenda] = network.agendas;
  if (!tokens || !agenda) return;
  const { agendaId, desk, services } = agenda;
  const central = await tokens.issue({ role: 'central', id: 'demo-dcorg' }, LIFETIME_SECONDS);
  const deskToken = await tokens.issue({ ...desk, role: 'desk-operator' }, LIFETIME_SECONDS);
  const today = romeDateOf(Date.now());
  const request = { agendaId, from: addDays(today, 7), to: addDays(today, 21), now: Date.now(), read: {} };
  const days = (await availabilityOf(reader, request)).items;
  const day = days.find(({ slots }) => slots.some(({ free }) => free > 0));
  const slot = day?.slots.find(({ free }) => free > 0);
  if (!day || !slot) throw new Error('the demonstration left no free place in the next weeks');
  const { date } = day;
  const [protocol] = (await reader.find(protocolRegister, { limit: 1, where: { state: 'IN_FORCE' } })).items;
  const { id: protocolId = '', region = '' } = protocol ?? {};
  const weekAgo = `${addDays(today, -7)}T00:00:00Z`;
  const person = fictitiousPerson(NEWCOMER + (Date.now() % 90_000), new Random(1));
  const body = JSON.stringify({
    start: slot.start,
    mode: 'IN_PERSON',
    serviceId: services[0],
    citizen: person,
  });
  const ofAgendas = await agendaExamples(application, network, { url, installation, today });
  const told = { url, directory, tokens, lifetime: LIFETIME_SECONDS };
  const ofIntegration = await integrationExamples(integration, receiver, told);
  process.stdout.write(`
rete-punti answers at ${url} with fictitious data. Description of the API: ${url}/docs. Ctrl-C ends it.

CENTRAL=${central}
DESK=${deskToken}

# 1. Free places of an agenda, for anyone
curl -s '${url}/rest/agenda/v1/agendas/${agendaId}/availability?from=${date}&to=${date}'
# 2. Book one, as the desk of that office (give it twice: one appointment, the same answer)
curl -s -X POST '${url}/rest/agenda/v1/agendas/${agendaId}/days/${date}/appointments' \\
  -H "Authorization: Bearer $DESK" -H 'Content-Type: application/json' -H 'Idempotency-Key: ${randomUUID()}' \\
  -d '${body}'
# 3. Who comes that day; this reading stands in the access log
curl -s '${url}/rest/agenda/v1/agendas/${agendaId}/days/${date}/sheet?purpose=SPORTELLO' -H "Authorization: Bearer $DESK"
curl -s '${url}/rest/privacy/v1/access-log' -H "Authorization: Bearer $CENTRAL"
# 4. The register of protocols, the whole history of one, and the network region by region; what the centre has set for
#    conventions, which of them were renewed (what renews them is amended), and which have expired
curl -s '${url}/rest/protocols/v1/protocols?state=IN_FORCE&limit=3' -H "Authorization: Bearer $CENTRAL"
curl -s '${url}/rest/protocols/v1/protocols/${protocolId}' -H "Authorization: Bearer $CENTRAL"
curl -s '${url}/rest/service-points/v1/network-overview' -H "Authorization: Bearer $CENTRAL"
curl -s '${url}/rest/protocols/v1/templates' -H "Authorization: Bearer $CENTRAL"
curl -s '${url}/rest/protocols/v1/framework-agreements' -H "Authorization: Bearer $CENTRAL"
curl -s '${url}/rest/protocols/v1/protocols?state=RENEWED&limit=3' -H "Authorization: Bearer $CENTRAL"
curl -s '${url}/rest/protocols/v1/protocols?state=EXPIRED&limit=3' -H "Authorization: Bearer $CENTRAL"
# 5. What was known a week ago, folded beside the running server
npx rete-punti replay availability ${installation} --until ${weekAgo}
# 6. Which points are active in a region, under which protocol, as it is known and as it was; all that happened to one
npx rete-punti audit points ${installation} --region ${region} --on ${today}
npx rete-punti audit points ${installation} --region ${region} --on ${today} --known-at ${addDays(today, -7)} --format csv
npx rete-punti audit protocol ${installation} ${protocolId}
# 7. The whole network in numbers, by region and province; what waits for the centre, oldest first; support that it has given
curl -s '${url}/rest/audit/v1/dashboard?months=1' -H "Authorization: Bearer $CENTRAL"
curl -s '${url}/rest/inbox/v1/items' -H "Authorization: Bearer $CENTRAL"
curl -s '${url}/rest/communications/v1/communications?kind=SUPPORT' -H "Authorization: Bearer $CENTRAL"
${ofAgendas}${ofIntegration}`);
}
