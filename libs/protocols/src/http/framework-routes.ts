import { create, get, post, routes } from '#use-cases';
import { getFrameworkAgreement, listFrameworkAgreements } from '../read-models/framework-agreements.ts';
import { concludeFrameworkAgreement } from '../use-cases/framework/conclude-framework-agreement.ts';
import { rectifyFrameworkAgreement } from '../use-cases/framework/rectify-framework-agreement.ts';
import { terminateFrameworkAgreement } from '../use-cases/framework/terminate-framework-agreement.ts';

export const frameworkRoutes = routes('protocols', 'rest/protocols/v1/framework-agreements', [
  get('', listFrameworkAgreements),
  create('', concludeFrameworkAgreement),
  get(':frameworkAgreementId', getFrameworkAgreement),
  post(':frameworkAgreementId/termination', terminateFrameworkAgreement),
  post(':frameworkAgreementId/rectifications', rectifyFrameworkAgreement),
]);
