import { Injectable, SetMetadata, type CanActivate, type CustomDecorator, type ExecutionContext } from '@nestjs/common';

const WITHOUT_LOG = 'rete-punti:without-log';

/** Lets all routes of a controller answer also when the log has changed: they do not rest on it, or tell of that. */
export const WithoutLog = (): CustomDecorator => SetMetadata(WITHOUT_LOG, true);

/** Refuses every request that rests on a log which is no longer the one that the process was started on. */
@Injectable()
export class LogChangedGuard implements CanActivate {
  /** @param refuseChanged throws SystemError LOG_CHANGED, once that was seen */
  constructor(private readonly refuseChanged: () => void) {}

  canActivate(context: ExecutionContext): true {
    if (Reflect.getMetadata(WITHOUT_LOG, context.getClass()) !== true) this.refuseChanged();
    return true;
  }
}
