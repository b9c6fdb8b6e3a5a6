import { addDays, monthsAfter } from '#italy';
import { idOf } from '#kernel/domain';
import { adoptProtocolTemplate, concludeFrameworkAgreement } from '#protocols';
import { hashOf, type Models } from './demo-agreement.ts';
import type { DemoStage } from './demo-stage.ts';
import { CENTRAL, DAYS_BEFORE, LABEL } from './demo-units.ts';

/** Files of agreements are numbered from 1. */
const TEXT_OF_TEMPLATE = 5;
const TEXT_OF_FRAMEWORK = 6;
const FRAMEWORK_MONTHS = 36;

/**
 * The centre adopts a template, and concludes a framework agreement with an association of municipalities: conventions with
 * administrations follow both.
 */
export async function setModels(stage: DemoStage, today: string): Promise<Models | undefined> {
  const since = addDays(today, -DAYS_BEFORE);
  const template = await stage.give(
    adoptProtocolTemplate,
    {
      ...{ version: 'DEMO-1', textSha256: hashOf(TEXT_OF_TEMPLATE, 1), kinds: ['INFORMATIVO', 'SERVIZIO'] },
      ...{ act: { authority: `Direttore generale ${LABEL}`, number: 'D-1', date: since }, validFrom: since },
    },
    CENTRAL,
  );
  const framework = await stage.give(
    concludeFrameworkAgreement,
    {
      counterpart: `Associazione fittizia dei comuni ${LABEL}`,
      ...{ documentSha256: hashOf(TEXT_OF_FRAMEWORK, 1), signedOn: since, validFrom: since },
      validUntil: monthsAfter(since, FRAMEWORK_MONTHS),
      technicalTable: `Direzione centrale Organizzazione e associazione, ogni tre mesi ${LABEL}`,
    },
    CENTRAL,
  );
  return template && framework
    ? { templateId: idOf(template.stream), frameworkAgreementId: idOf(framework.stream) }
    : undefined;
}
