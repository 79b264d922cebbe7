import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from '../../src/config/config.js';

describe('the settings', () => {
  it('without any: a demonstration on the bundled database, for this machine only', () => {
    expect(readConfig({})).toEqual({
      mode: 'development',
      host: '127.0.0.1',
      port: 3000,
      portGiven: false,
      logLevel: 'warn',
      demonstration: true,
      faults: false,
    });
  });

  it('in production: the databases named, and no demonstration', () => {
    const settings = readConfig({
      NODE_ENV: 'production',
      HOST: '0.0.0.0',
      PORT: '8080',
      DATABASE_URL: 'postgres://app:secret@db:5432/care',
      REDIS_URL: 'redis://:secret@queue:6379',
      LOG_LEVEL: 'WARN',
      PLACES_DIR: '/srv/places',
    });

    expect(settings).toEqual({
      mode: 'production',
      host: '0.0.0.0',
      port: 8080,
      portGiven: true,
      databaseUrl: 'postgres://app:secret@db:5432/care',
      redisUrl: 'redis://:secret@queue:6379',
      placesDir: '/srv/places',
      logLevel: 'warn',
      demonstration: false,
      faults: false,
    });
  });

  it('in production: an account of its requests unless told otherwise', () => {
    const production = { NODE_ENV: 'production', DATABASE_URL: 'postgres://db/care' };
    expect(readConfig(production).logLevel).toBe('info');
  });

  it('take an empty value as none', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', LOG_LEVEL: '' })).toEqual(readConfig({}));
  });

  it('let faults be brought about in a process only where NODE_ENV is test', () => {
    expect(readConfig({ NODE_ENV: 'test', FAULTS: 'yes' }).faults).toBe(true);
    expect(() => readConfig({ NODE_ENV: 'development', FAULTS: 'yes' })).toThrow(
      'FAULTS can be yes only while NODE_ENV is test',
    );
  });

  it.each([
    ['yes', true],
    ['no', false],
  ])('DEMONSTRATION=%s is obeyed where the database is not the bundled one', (wish, demonstration) => {
    const settings = readConfig({ DEMONSTRATION: wish, DATABASE_URL: 'postgres://db/care' });

    expect(settings.demonstration).toBe(demonstration);
  });

  it.each([
    ['PORT', '65536', 'PORT must be a number from 0 to 65535'],
    ['PORT', '3000x', 'PORT must be a number from 0 to 65535'],
    ['NODE_ENV', 'prod', 'NODE_ENV must be one of development, production, test'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be one of fatal, error'],
    ['DEMONSTRATION', 'perhaps', 'DEMONSTRATION must be yes or no'],
    ['DATABASE_URL', 'mysql://db/care', 'DATABASE_URL must look like postgres://'],
    ['DATABASE_URL', 'postgres://db/', 'DATABASE_URL must name a database'],
    ['REDIS_URL', 'localhost:6379', 'REDIS_URL must look like redis://'],
  ])('refuse %s=%s', (name, value, message) => {
    expect(() => readConfig({ [name]: value })).toThrow(message);
  });

  it('refuse everything wrong at once, and repeat no password', () => {
    const wrong = { PORT: 'x', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://app:hunter2@db/care' };

    const problems = problemsOf(wrong);

    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toContain('hunter2');
  });

  it.each([
    ['demonstration cases', { DEMONSTRATION: 'yes', DATABASE_URL: 'postgres://db/care' }],
    ['the bundled database', {}],
  ])('refuse %s in production', (_, others) => {
    expect(() => readConfig({ NODE_ENV: 'production', ...others })).toThrow(ConfigError);
  });
});

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
}
