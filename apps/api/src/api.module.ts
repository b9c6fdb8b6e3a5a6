import { Controller, Get, Module } from '@nestjs/common';

@Controller()
export class StatusController {
  @Get('status')
  status(): { status: string } {
    return { status: 'ok' };
  }
}

@Module({ controllers: [StatusController] })
export class ApiModule {}
