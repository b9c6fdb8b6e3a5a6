import { Global, Module } from '@nestjs/common';
import { CommandExecutor, type Clock, type KeyStore, type WorkStore } from '#kernel';
import { CLOCK, KEY_STORE, SECRET_BOX, SUBJECT_RESOLVER, WORK_STORE, type SecretBox } from '#platform';
import { ListAccessesHandler } from './application/list-accesses.ts';
import { ReleaseCommitmentHandler } from './application/release-commitment.ts';
import { EraseSubjectHandler, RegisterSubjectHandler } from './application/subjects.ts';
import { PersonalDataVault } from './application/vault/personal-data-vault.ts';
import { PrivacyController } from './http/privacy.controller.ts';

/** Subjects, their keys and the access log. Global: every context that handles personal data needs the vault. */
@Global()
@Module({
  controllers: [PrivacyController],
  providers: [
    {
      provide: PersonalDataVault,
      useFactory: (
        keyStore: KeyStore,
        workStore: WorkStore,
        box: SecretBox,
        executor: CommandExecutor,
        clock: Clock,
      ): Promise<PersonalDataVault> => PersonalDataVault.open({ keyStore, workStore, box, executor, clock }),
      inject: [KEY_STORE, WORK_STORE, SECRET_BOX, CommandExecutor, CLOCK],
    },
    { provide: SUBJECT_RESOLVER, useExisting: PersonalDataVault },
    RegisterSubjectHandler,
    EraseSubjectHandler,
    ReleaseCommitmentHandler,
    ListAccessesHandler,
  ],
  exports: [PersonalDataVault, SUBJECT_RESOLVER],
})
export class PrivacyModule {}
