import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { JSONWebKeySet } from 'jose';
import { Public } from './access.ts';
import type { TokenKeys } from './token-keys.ts';

/** Injection token of the keys that this installation signs with; there is none where an external issuer signs. */
export const TOKEN_KEYS = Symbol('TokenKeys');

@Public({ restsOnLog: false })
@ApiTags('identity')
@Controller()
export class JwksController {
  constructor(@Inject(TOKEN_KEYS) private readonly keys: Pick<TokenKeys, 'published'>) {}

  /** The keys that tokens of this installation are signed with (RFC 7517). */
  @Get('.well-known/jwks.json')
  jwks(): JSONWebKeySet {
    return this.keys.published();
  }
}
