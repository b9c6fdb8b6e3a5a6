import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { ROLES } from '#use-cases';
import { access } from './commands/access.ts';
import { acceptLoss, LOSABLE } from './commands/accept-loss.ts';
import { acceptRestore } from './commands/accept-restore.ts';
import { AUDIT_FORMATS, auditPoints, auditProtocol } from './commands/audit.ts';
import { checkDocument } from './commands/check-document.ts';
import { configuration } from './commands/configuration.ts';
import { demo } from './commands/demo.ts';
import { followFeed } from './commands/follow-feed.ts';
import { load } from './commands/load.ts';
import {
  listProjections,
  parkedDocuments,
  projectionsStatus,
  rebuildProjection,
  retryParked,
} from './commands/projections.ts';
import { rotateTokenKey, tokenKeys } from './commands/keys.ts';
import { revokeToken } from './commands/revoke-token.ts';
import { replay } from './commands/replay.ts';
import { rotateMasterKey } from './commands/rotate-master-key.ts';
import { rotatePepper } from './commands/rotate-pepper.ts';
import { serve } from './commands/serve.ts';
import {
  createSubscription,
  deleteSubscription,
  listSubscriptions,
  replayParkedEvents,
  showSubscription,
  updateSubscription,
} from './commands/subscriptions.ts';
import { showAgenda } from './commands/show-agenda.ts';
import { token } from './commands/token.ts';
import { headKey } from './commands/head-key.ts';
import { verify } from './commands/verify.ts';
import { TOKEN_VARIABLE } from './installation/given-token.ts';
import { withClusterOptions } from './installation/installation-options.ts';
import { LOADABLE } from './load/loadable.ts';

const DEFAULT_DATA = process.env.RETE_PUNTI_DATA ?? './data/default';

/** The command line of rete-punti. */
export function program(version: string): Command {
  const root = new Command('rete-punti')
    .description('System of record of the INPS network of service points')
    .version(version)
    .showHelpAfterError();

  onInstallation(root.command('serve'))
    .description('run the server until Ctrl-C')
    .option('--port <number>', 'port to listen on (default 3000; 0 takes a free one)')
    .option('--host <address>', 'address to listen on (default 127.0.0.1)')
    .action(serve);

  withClusterOptions(root.command('demo'))
    .description('play one month of a fictitious network into a new directory, then serve it')
    .option('--data <directory>', 'directory of the demonstration; a former one there is replaced', './data/demo')
    .option('--events <number>', 'about how many events to play', wholeNumber, 100_000)
    .option('--seed <number>', 'the same seed on the same day plays the same month', wholeNumber, 1)
    .option('--port <number>', 'port to listen on (default 3000; 0 takes a free one)')
    .option('--exit', 'end after the summary instead of serving')
    .option('--json', 'print the summary as JSON')
    .action(demo);

  const tokens = root.command('token').description('bearer tokens that the installation signs');
  onInstallation(tokens.command('print', { isDefault: true }))
    .description('print one (what "token" does with options alone)')
    .addOption(new Option('--role <role>', 'what the bearer may do').choices(ROLES).makeOptionMandatory())
    .option('--id <id>', 'opaque id of the person or system (a random one when absent)')
    .option('--region <code>', 'ISTAT code of the region, two digits')
    .option('--province <code>', 'ISTAT code of the province, three digits')
    .option('--unit <code>', 'code of the territorial unit')
    .option('--host <id>', 'id of the hosting body')
    .option('--integration <id>', 'id of a registered integration')
    .option('--fiscal-code <code>', 'codice fiscale of a citizen')
    .option('--hours <number>', 'how long it is valid', wholeNumber, 12)
    .option('--json', 'print JSON')
    .action(token);
  onInstallation(tokens.command('revoke'))
    .description('end tokens before they expire, in every process, whoever signed them')
    .option('--id <jti>', 'one token')
    .option('--subject <sub>', 'all that a subject was issued until now')
    .option('--json', 'print JSON')
    .action(revokeToken);

  addKeys(root.command('keys').description('keys of the installation: how they stand, and their rotation'));

  const projections = root.command('projections').description('look at read models, and repair them');
  const onProjections = (name: string, description: string): Command =>
    onInstallation(projections.command(name))
      .description(description)
      .option('--server <url>', 'the worker that runs the projections, clustered')
      .option('--token-file <path>', `holds the token to talk to a server with (else ${TOKEN_VARIABLE})`)
      .option('--json', 'print JSON');
  onProjections('list', 'every build of every projection').action(listProjections);
  onProjections('status', 'how far each projection has read, and what is parked').action(projectionsStatus);
  onProjections('rebuild <name>', 'build a projection anew beside the live one, and switch').action(rebuildProjection);
  onProjections('parked <name>', 'documents whose fold failed').action(parkedDocuments);
  onProjections('retry <name>', 'fold parked documents again, from where they failed').action(retryParked);

  addAudit(root.command('audit').description('how the network stood on a date, as it was known on another'));

  onInstallation(root.command('protocol').description('documents of a protocol').command('check'))
    .description('tell what a file is to a protocol: text, signed by one, final, unknown (exit code 2 when unknown)')
    .argument('<id>', 'id of the protocol')
    .argument('<file>', 'of any size; it is read here, and only its SHA-256 is sent')
    .option('--server <url>', 'a running server to ask (else the stores are read)')
    .option('--token-file <path>', `holds the token to talk to a server with (else ${TOKEN_VARIABLE})`)
    .option('--json', 'print JSON')
    .action(checkDocument);

  onInstallation(root.command('agenda').description('agendas as their offices see them').command('show'))
    .description('print a week of an agenda: bands, closures, holidays by name, slots with what is taken and free')
    .argument('<id>', 'id of the agenda')
    .requiredOption('--week [date]', 'the week of a day in Rome, yyyy-mm-dd (this week when no day is given)')
    .option('--server <url>', 'a running server to ask (else the stores are read)')
    .option('--token-file <path>', `holds the token to talk to a server with (else ${TOKEN_VARIABLE})`)
    .option('--json', 'print JSON')
    .action(showAgenda);

  root
    .command('feed')
    .description('published events, as integrations read them')
    .command('follow')
    .description('print events, one a line, as they come; goes on where it ended')
    .requiredOption('--url <url>', 'of the server')
    .option('--token-file <path>', `holds the token of an integration (else ${TOKEN_VARIABLE})`)
    .option(
      '--token <token>',
      'the token itself: whoever lists processes here can read it, better a file or the variable',
    )
    .option('--types <names...>', 'only events of these names (all when absent)')
    .option('--from-start', 'begin with the first event, where nothing was read yet (else with what comes)')
    .option('--state <file>', 'where to write down how far was read (nowhere when absent)')
    .action(followFeed);

  addSubscriptions(root.command('subscriptions').description('what EventStoreDB keeps for consumers outside'));

  onInstallation(root.command('load'))
    .description('load a CSV file, and tell of every row that is refused why (exit code 2 when one is)')
    .addArgument(new Argument('<what>', 'what its rows are').choices(Object.keys(LOADABLE)))
    .argument('<file>', 'UTF-8, commas or semicolons, the first line the names of the columns')
    .option('--server <url>', 'a running server to load through (else the one of the directory, or none)')
    .option('--token-file <path>', `holds the token to talk to a server with (else ${TOKEN_VARIABLE})`)
    .option('--json', 'print JSON')
    .action(load);

  onInstallation(root.command('replay'))
    .description('fold the log into a scratch directory, as of a position or a time')
    .argument('<projection>')
    .option('--until <position|time>', 'a position, or an RFC 3339 time: what was known then')
    .option('--into <directory>', 'where to put the documents (a new temporary directory when absent)')
    .option('--json', 'print JSON')
    .action(replay);

  root
    .command('access')
    .description('who may give which command and ask which query')
    .option('--json', 'print JSON')
    .action(access);

  onInstallation(root.command('configuration'))
    .description('every variable of the configuration with its present value, secrets masked')
    .option('--json', 'print JSON')
    .action(configuration);

  onInstallation(root.command('accept-loss'))
    .description(
      'go on with an installation whose keys or work are lost, or its keys older than the log, where there is no backup',
    )
    .addArgument(new Argument('<store>', 'what is lost').choices(LOSABLE))
    .option('--json', 'print JSON')
    .action(acceptLoss);

  onInstallation(root.command('verify'))
    .description('read the whole log and tell whether it is as it was written (exit code 2 when it is not)')
    .option('--against <file>', 'a head that was saved, or logged, before: the log must go on from it')
    .option('--save <file>', 'where to write the head of now, to be kept elsewhere')
    .option('--public-key <file>', 'what heads must be signed with (default: the key of RETE_PUNTI_HEAD_KEY)')
    .option('--json', 'print JSON')
    .action(verify);

  onInstallation(root.command('head-key'))
    .description('make the key that heads of the log are signed with')
    .requiredOption('--into <file>', 'where to write it: not in the data directory')
    .option('--json', 'print JSON')
    .action(headKey);

  onInstallation(root.command('accept-restore'))
    .description('tell an installation that its log was put back from a backup')
    .option('--json', 'print JSON')
    .action(acceptRestore);

  return root;
}

function addKeys(keys: Command): void {
  const on = (command: Command, description: string): Command =>
    onInstallation(command).description(description).option('--json', 'print JSON');
  on(keys.command('list'), 'the keys that tokens are signed with').action(tokenKeys);
  const rotate = keys.command('rotate').description('put a new key in the place of one, while servers run');
  on(rotate.command('token'), 'the key that signs tokens')
    .option('--overlap <minutes>', 'how long the new key is only announced', wholeNumber, 10)
    .option('--compromised', 'end all tokens now: the keys there are verify nothing any more')
    .action(rotateTokenKey);
  on(rotate.command('master'), 'the key that wraps the keys of persons and all other secrets')
    .option('--everywhere', 'clustered: every process was given the new key beside the old one')
    .action(rotateMasterKey);
  on(rotate.command('pepper'), 'the key of the pseudonyms by which codici fiscali are found').action(rotatePepper);
}

function addAudit(audit: Command): void {
  const on = (name: string, description: string): Command =>
    onInstallation(audit.command(name))
      .description(description)
      .option('--known-at <date>', 'as it was known then: a day in Rome, or a time with an offset (default now)')
      .option('--server <url>', 'a running server to ask (else the stores are read)')
      .option('--token-file <path>', `holds the token to talk to a server with (else ${TOKEN_VARIABLE})`)
      .addOption(new Option('--format <format>', 'how it is printed').choices(AUDIT_FORMATS).default('table'))
      .addOption(new Option('--json', 'print JSON').implies({ format: 'json' }));
  on('points', 'the points that were active in a region, under which protocol, signed by whom, forwarded when')
    .requiredOption('--region <code>', 'ISTAT code of the region, two digits')
    .option('--province <code>', 'ISTAT code of a province: points that were in it then')
    .requiredOption('--on <date>', 'a day in Rome, of which the end counts, or a time with an offset')
    .action(auditPoints);
  on('protocol <id>', 'every event of a protocol, with its two times and who brought it about').action(auditProtocol);
}

function addSubscriptions(subscriptions: Command): void {
  const on = (name: string, description: string): Command =>
    onInstallation(subscriptions.command(name)).description(description).option('--json', 'print JSON');
  const withSettings = (command: Command): Command =>
    command
      .option('--message-timeout <milliseconds>', 'time to acknowledge an event before it comes again', wholeNumber)
      .option('--max-retries <number>', 'how often an event comes again before it is parked', wholeNumber)
      .option('--max-consumers <number>', 'most consumers at once', wholeNumber);
  on('list', 'all of this installation').action(listSubscriptions);
  on('show <name>', 'one of them').action(showSubscription);
  withSettings(on('create <name>', 'make one; consumers connect to <installation>.<name> on $all'))
    .option('--categories <names...>', 'only streams of these categories, for example Protocol PuntoCliente')
    .option('--from <start|end|position>', 'the first event it delivers (default start)')
    .action(createSubscription);
  withSettings(on('update <name>', 'change its settings')).action(updateSubscription);
  on('delete <name>', 'end it for good').action(deleteSubscription);
  on('replay-parked <name>', 'deliver events again that consumers gave up')
    .option('--most <number>', 'how many (all when absent)', wholeNumber)
    .action(replayParkedEvents);
}

/** Adds what says which installation a command is about. */
function onInstallation(command: Command): Command {
  return withClusterOptions(
    command.addOption(new Option('--data <directory>', 'data directory').default(DEFAULT_DATA)),
  );
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number is expected.');
  return Number(text);
}
