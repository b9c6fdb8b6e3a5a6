import { addDays, capitalOf, regions, type Province } from '#italy';
import { establishTerritorialUnit } from '#organisation';
import type { Principal } from '#use-cases';
import type { DemoStage } from './demo-stage.ts';

/** What the names of the demonstration end in. */
export const LABEL = '(dimostrazione)';

/** Who acts for the centre. */
export const CENTRAL: Principal = { id: 'demo-dcorg', role: 'central' };
const CENTRE = 'DEMO-DC';
/** Days before the first one since which those are there who sign: what was signed by then is recorded on that. */
export const DAYS_BEFORE = 60;

/** The central directorate, and the directorates of some provinces and of their regions. */
export async function establishUnits(
  stage: DemoStage,
  { today, provinces }: { readonly today: string; readonly provinces: readonly Province[] },
): Promise<void> {
  const establishedOn = addDays(today, -DAYS_BEFORE);
  const unit = (code: string, name: string) => ({
    code,
    name: `${name} ${LABEL}`,
    aooCode: `AOO-${code}`,
    pec: `${code.toLowerCase()}@pec.example.org`,
    demonstration: true as const,
  });
  const central = unit(CENTRE, 'Direzione centrale Organizzazione');
  await stage.give(establishTerritorialUnit, { ...central, kind: 'DIREZIONE_CENTRALE', establishedOn }, CENTRAL);
  const used = new Set(provinces.map(({ region }) => region));
  await stage.each(
    regions().filter(({ code }) => used.has(code)),
    ({ code, name }) => {
      const regional = unit(regionalUnit(code), `Direzione regionale ${name}`);
      return stage.give(
        establishTerritorialUnit,
        { ...regional, kind: 'DIREZIONE_REGIONALE', parent: CENTRE, region: code, establishedOn },
        CENTRAL,
      );
    },
  );
  await stage.each(provinces, (province) => {
    const { code, name, region } = province;
    const provincial = unit(provincialUnit(code), `Direzione provinciale ${name}`);
    const place = { region, province: code, municipality: capitalOf(province).code };
    return stage.give(
      establishTerritorialUnit,
      { ...provincial, kind: 'DIREZIONE_PROVINCIALE', parent: regionalUnit(region), ...place },
      CENTRAL,
    );
  });
}

export function regionalUnit(region: string): string {
  return `DEMO-DR-${region}`;
}

export function provincialUnit(province: string): string {
  return `DEMO-DP-${province}`;
}
