import type { AnyPrincipal } from '#use-cases';
import { specify } from '#use-cases/specification';
import type { HostBodyEvent } from '../domain/events.ts';
import { hostBody } from '../domain/host-body.ts';
import { uniqueCodes } from '../domain/unique-codes.ts';
import { correctHostBodyDetails } from './correct-host-body-details.ts';
import { registerHostBody } from './register-host-body.ts';

const id = 'host-1';
const administration = {
  kind: 'PUBLIC_ADMINISTRATION' as const,
  name: 'Comune dimostrativo',
  fiscalCode: '80078750587',
  ipaCode: 'c_demo',
  region: '08',
  province: '037',
};
const registered: HostBodyEvent = { type: 'HostBodyRegistered', data: { id, ...administration, keepsCoverage: true } };
const act = { authority: 'Prefettura', number: '12', date: '2015-05-04' };
const directorate: AnyPrincipal = { id: 'officer', role: 'regional', region: '08' };
const known = { id, institute: 'inps' };

describe('host body', () => {
  const body = specify(hostBody);

  it('is registered with its details', () => {
    body.given().when(registerHostBody, administration, known).then(registered);
  });

  it('compares IPA codes without regard to case', () => {
    expect(uniqueCodes({ ipaCode: 'C_Demo' })).toEqual(uniqueCodes({ ipaCode: 'c_demo' }));
  });

  it('needs a fiscal code whose check digit is right', () => {
    const wrong = { ...administration, fiscalCode: '80078750588' };
    body.given().when(registerHostBody, wrong, known).thenRefused('FISCAL_CODE_INVALID');
  });

  it('has an IPA code when it is an administration, and no act of recognition', () => {
    const { ipaCode: _ipaCode, ...without } = administration;
    body.given().when(registerHostBody, without, known).thenRefused('IPA_CODE_REQUIRED');
    body
      .given()
      .when(registerHostBody, { ...administration, recognitionAct: act }, known)
      .thenRefused('RECOGNITION_ACT_NOT_ALLOWED');
  });

  it('P1: is not the institute itself, which is the other party: neither as registered nor as corrected', () => {
    for (const ipaCode of ['inps', 'INPS']) {
      body
        .given()
        .when(registerHostBody, { ...administration, ipaCode }, known)
        .thenRefused('HOST_BODY_IS_INSTITUTE', { ipaCode });
      body
        .given(registered)
        .when(correctHostBodyDetails, { hostBodyId: id, ipaCode }, known)
        .thenRefused('HOST_BODY_IS_INSTITUTE');
    }
  });

  it('has an act of recognition when it is an association, and no IPA code', () => {
    const { ipaCode: _ipaCode, ...without } = administration;
    const association = { ...without, kind: 'RECOGNISED_ASSOCIATION' as const };
    body.given().when(registerHostBody, association, known).thenRefused('RECOGNITION_ACT_REQUIRED');
    body
      .given()
      .when(registerHostBody, { ...association, ipaCode: 'c_demo', recognitionAct: act }, known)
      .thenRefused('IPA_CODE_NOT_ALLOWED');
    body
      .given()
      .when(registerHostBody, { ...association, recognitionAct: { ...act, date: '2026-03-03' } }, known)
      .thenRefused('RECOGNITION_ACT_IN_FUTURE');
    body
      .given()
      .when(registerHostBody, { ...association, recognitionAct: act }, known)
      .then({ type: 'HostBodyRegistered', data: { id, ...association, recognitionAct: act, keepsCoverage: true } });
  });

  it('stands in a province of its region', () => {
    body
      .given()
      .when(registerHostBody, { ...administration, province: '048' }, known)
      .thenRefused('PROVINCE_NOT_IN_REGION');
  });

  it('keeps its kind and what a correction does not name', () => {
    const { kind: _kind, ...details } = administration;
    body
      .given(registered)
      .when(correctHostBodyDetails, { hostBodyId: id, name: 'Comune corretto' }, known)
      .then({ type: 'HostBodyDetailsCorrected', data: { ...details, name: 'Comune corretto' } });
  });

  it('says that it is no older than claims of coverage, also once it is corrected', () => {
    const { kind: _kind, ...details } = administration;
    const before = hostBody.evolve({ status: 'ABSENT' }, registered);
    const after = hostBody.evolve(before, { type: 'HostBodyDetailsCorrected', data: details });
    expect(after).toMatchObject({ keepsCoverage: true });
  });

  it('refuses a correction that corrects nothing', () => {
    body
      .given(registered)
      .when(correctHostBodyDetails, { hostBodyId: id, name: administration.name })
      .thenRefused('NOTHING_TO_CORRECT');
  });

  it('refuses a correction that corrects nothing in the act of an association', () => {
    const { ipaCode: _ipaCode, ...without } = administration;
    const association = { ...without, id, kind: 'RECOGNISED_ASSOCIATION' as const, recognitionAct: act };
    const { authority, number, date } = act;
    body
      .given({ type: 'HostBodyRegistered', data: association })
      .when(correctHostBodyDetails, { hostBodyId: id, recognitionAct: { date, number, authority } })
      .thenRefused('NOTHING_TO_CORRECT');
  });

  it('is moved into another region by the centre, not by a directorate that may not act there', () => {
    const move = { hostBodyId: id, region: '09', province: '048' };
    body.given(registered).as(directorate).when(correctHostBodyDetails, move, known).thenRefused('OUTSIDE_TERRITORY');
    const { kind: _kind, ...details } = administration;
    body
      .given(registered)
      .as({ id: 'centre', role: 'central' })
      .when(correctHostBodyDetails, move, known)
      .then({ type: 'HostBodyDetailsCorrected', data: { ...details, region: '09', province: '048' } });
  });
});
