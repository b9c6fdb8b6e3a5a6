import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Type } from '@sinclair/typebox';
import type { JSONWebKeySet } from 'jose';
import { Describes } from '../openapi/describes.ts';
import { Public } from './access.ts';
import type { TokenKeys } from './token-keys.ts';

/** Injection token of the keys that this installation signs with; there is none where an external issuer signs. */
export const TOKEN_KEYS = Symbol('TokenKeys');

const Jwks = Type.Object(
  {
    keys: Type.Array(Type.Object({}, { additionalProperties: true, maxProperties: 20 }), {
      ...{ minItems: 0, maxItems: 100 },
      description: 'JSON Web Keys, each with its kid.',
    }),
  },
  { $id: 'JsonWebKeySet' },
);

@Public({ restsOnLog: false })
@ApiTags('identity')
@Controller()
export class JwksController {
  constructor(@Inject(TOKEN_KEYS) private readonly keys: Pick<TokenKeys, 'published'>) {}

  @Describes({
    summary: 'The keys that tokens of this installation are signed with (RFC 7517).',
    description: 'For everyone. A key is here before it signs, and as long as a token that it signed is valid.',
    answer: Jwks,
  })
  @Get('.well-known/jwks.json')
  jwks(): JSONWebKeySet {
    return this.keys.published();
  }
}
