/** An answer that is a file of its own kind, and no JSON. */
export interface AnswerFile<Answer> {
  readonly mediaType: string;
  /** Under which a browser keeps it. */
  readonly fileName: string;
  /** For the description of the API. */
  readonly example: string;
  content(answer: Answer): string;
}
