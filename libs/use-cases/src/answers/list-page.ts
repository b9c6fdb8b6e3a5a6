import { Type, type TObject, type TSchema } from '@sinclair/typebox';
import { listOf, PAGE_SIZE } from '#vocabulary';

/** What a list is gone on with. */
export const Cursor = Type.String({ maxLength: 2000 });

/**
 * What a list is answered with.
 * @param name what the description of the API calls a page, for example `ProtocolPage`
 */
export function pageOf<Item extends TSchema>(name: string, item: Item) {
  return Type.Object(
    {
      nextCursor: Type.Union([Cursor, Type.Null()], {
        description: 'Give it back as `cursor` for the next page; null on the last.',
      }),
      build: Type.String({ maxLength: 100, description: 'Identity of the build of the read model that answered.' }),
      position: Type.String({ maxLength: 19, description: 'Position up to which the read model has seen the log.' }),
      logId: Type.String({ maxLength: 100, description: 'Identity of the log that the position belongs to.' }),
      items: listOf(item, PAGE_SIZE),
    },
    { $id: name },
  );
}

/** Gives a schema the name under which the description of the API shows it. */
export function answerCalled<Fields extends TObject>(name: string, schema: Fields): Fields {
  return { ...schema, $id: name };
}
