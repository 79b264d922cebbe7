import { Injectable } from '@nestjs/common';
import { CaseReading } from '../../../reading/case-reading.js';
import { NamesReading } from '../../../reading/names-reading.js';
import type { EvidenceView } from '../../../reading/views.js';
import type { CaseFrame } from '../cases/case-frame.js';
import { choiceInWords } from '../words/choice-words.js';

/** A piece of evidence with its author by name and its codes in words. */
export interface EvidenceNamed extends EvidenceView {
  kindWords: string;
  areaWords: string;
  domainWords: string | null;
}

/** The way to a page within the assessment of a case. */
export const trailOf = ({ trail, view }: CaseFrame) => [
  ...trail,
  { text: 'Assessment', href: `/cases/${view.id}/assessment` },
];

/** Reads the evidence of cases for people: authors by name, codes in words (HNA-5). */
@Injectable()
export class NamedEvidence {
  constructor(
    private readonly cases: CaseReading,
    private readonly names: NamesReading,
  ) {}

  /** All of a case. */
  async of(place: string, caseId: string): Promise<EvidenceNamed[]> {
    const found = (await this.cases.evidence(place, caseId))?.view ?? [];
    const names = await this.names.of(
      place,
      found.flatMap(({ author }) => author ?? []),
    );
    return found.map((one) => ({
      ...one,
      kindWords: choiceInWords(one.kind),
      areaWords: choiceInWords(one.area),
      domainWords: one.domain === null ? null : choiceInWords(one.domain),
      author: one.author === null ? null : (names.get(one.author) ?? null),
    }));
  }
}
