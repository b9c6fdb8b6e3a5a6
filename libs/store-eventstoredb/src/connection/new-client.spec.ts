import { internalsOf } from './new-client.ts';

it('a client without the members that are changed here is refused, by name', () => {
  const run = (): void => undefined;

  expect(() => internalsOf({ callArguments: run, handleError: undefined })).toThrow(
    /has no handleError, createChannel, getGRPCClient; install 6\.2\.1/,
  );
  const known = { handleError: run, createChannel: run, getGRPCClient: run, callArguments: run };
  expect(internalsOf(known)).toBe(known);
});
