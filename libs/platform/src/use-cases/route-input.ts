import { Injectable } from '@nestjs/common';
import type { InputClass } from '#use-cases';
import { invalid, RequestValidationPipe } from '../validation/request-validation.pipe.ts';

/** What a request says, by where it stands. */
export interface RequestParts {
  /** Body of a POST, query of a GET. */
  readonly sent: unknown;
  readonly path: Readonly<Record<string, string>>;
}

/** Puts path and body of a request, or path and query, together, and checks them as one. */
@Injectable()
export class RouteInput {
  readonly #validation = new RequestValidationPipe();

  /**
   * @throws HttpProblem INVALID_REQUEST, naming every wrong field; a field of the path that the body names too is one
   */
  async of<Input extends object>(input: InputClass<Input>, { sent, path }: RequestParts): Promise<Input> {
    const body = this.#validation.asObject(sent);
    const twice = Object.keys(path).filter((name) => Object.hasOwn(body, name));
    if (twice.length > 0) {
      throw invalid(
        twice.map((field) => ({ field, code: 'isInPath', message: `${field} stands in the path: leave it out here` })),
      );
    }
    return (await this.#validation.transform({ ...body, ...path }, { type: 'body', metatype: input })) as Input;
  }
}
