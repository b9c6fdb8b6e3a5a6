import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { JSONWebKeySet } from 'jose';
import { Public } from './access.ts';

/** Injection token of the public keys of this installation, empty when an external issuer signs. */
export const PUBLIC_KEYS = Symbol('PublicKeys');

@Public({ restsOnLog: false })
@ApiTags('identity')
@Controller()
export class JwksController {
  constructor(@Inject(PUBLIC_KEYS) private readonly keys: JSONWebKeySet) {}

  /** The keys that tokens of this installation are signed with (RFC 7517). */
  @Get('.well-known/jwks.json')
  jwks(): JSONWebKeySet {
    return this.keys;
  }
}
