import { internalsOf } from './new-client.ts';

it('a client without the members that are changed here is refused, by name', () => {
  const run = (): void => undefined;

  expect(() => internalsOf({ supports: run, handleError: undefined })).toThrow(
    /has no handleError, createChannel; install 6\.2\.1/,
  );
  expect(internalsOf({ supports: run, handleError: run, createChannel: run })).toMatchObject({ supports: run });
});
