import { join } from 'node:path';
import type { TokenIssuer } from '#platform';
import type { DemoIntegration, DemoReceiver } from '#demonstration';
import { FOLLOWED } from './directory.ts';

interface Surroundings {
  /** Of the server of the demonstration. */
  readonly url: string;
  readonly directory: string;
  readonly tokens: TokenIssuer;
  /** Of the token that is printed, in seconds. */
  readonly lifetime: number;
}

/** Commands to try that show what another administration was sent, and prove that it has all. */
export async function integrationExamples(
  { integrationId, sent, asked }: DemoIntegration,
  receiver: DemoReceiver,
  { url, directory, tokens, lifetime }: Surroundings,
): Promise<string> {
  const token = await tokens.issue(
    { role: 'integration', id: 'demo-integration', integration: integrationId },
    lifetime,
  );
  const here = `${url}/rest/integration/v1/subscriptions`;
  const header = '-H "Authorization: Bearer $INTEGRATION"';
  const place = `${url} ${asked} ${join(directory, FOLLOWED)}`;
  const follow = `RETE_PUNTI_TOKEN=$INTEGRATION npx node docs/examples/follow-subscription.ts ${place}`;
  return `
INTEGRATION=${token}

# 12. What another administration was sent: its receiver stands at ${receiver.url}, for as long as this runs, and only an
#     installation that says RETE_PUNTI_WEBHOOK_PRIVATE=on, as this one does, sends there. How far it is; attempts, the newest first
curl -s '${here}/${sent}/endpoint' ${header}
curl -s '${here}/${sent}/deliveries?limit=5' ${header}
#     Its secrets were shown once, to that receiver: the history says when, and to whom
curl -s '${here}/${sent}' ${header}
#     What the receiver has, and for that a signed receipt: complete to this number
curl -s '${receiver.url}/book' | curl -s '${here}/${sent}/receipts' ${header} -H 'Content-Type: application/json' -d @-
# 13. What it asks for itself, under numbers; all of that until Ctrl-C; and a receipt, whose signature is verified
curl -s '${here}/${asked}/events?after=0&limit=3' ${header}
${follow}
${follow} receipt
`;
}
