import { Module, type DynamicModule } from '@nestjs/common';
import type { WebSettings } from './config/web-settings.js';
import { EngineModule, type EngineOptions } from './engine.module.js';
import { Demonstration } from './web/pages/demonstration.js';
import { WebModule } from './web/web.module.js';

/** The whole service: the engine, and its doors to the outside. */
@Module({})
export class AppModule {
  /** The service on the database of that address. */
  static on(
    databaseUrl: string,
    options: EngineOptions,
    demonstration: Demonstration,
    settings: WebSettings,
  ): DynamicModule {
    return {
      module: AppModule,
      imports: [EngineModule.on(databaseUrl, options), WebModule.showing(demonstration, settings)],
    };
  }
}
