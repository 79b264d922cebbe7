import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from '../../src/config/config.js';

const web = {
  publicAddress: null,
  secureCookies: false,
  idleMinutes: 20,
  sessionHours: 10,
  passwordSignIn: true,
  openId: null,
  requestsPerMinute: 12_000,
  proxies: [],
};

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
      pace: 1,
      web,
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
      pace: 1,
      web: { ...web, secureCookies: true },
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
    ['SESSION_IDLE_MINUTES', '0', 'SESSION_IDLE_MINUTES must be a whole number from 3 to 480'],
    ['SESSION_HOURS', '25', 'SESSION_HOURS must be a whole number from 1 to 24'],
    [
      'TRUSTED_PROXIES',
      '10.0.0.0/8,proxy',
      'TRUSTED_PROXIES must hold addresses such as 10.0.0.0/8, not "proxy"',
    ],
    ['OIDC_ISSUER', 'https://id.example.org', 'OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are needed together'],
    ['OIDC_MATCH', 'sub', 'OIDC_MATCH must be one of email, preferred_username'],
    ['PASSWORD_SIGN_IN', 'no', 'PASSWORD_SIGN_IN cannot be no without OIDC_ISSUER'],
  ])('refuse %s=%s', (name, value, message) => {
    expect(() => readConfig({ [name]: value })).toThrow(message);
  });

  const provider = {
    OIDC_ISSUER: 'http://id.example.org',
    OIDC_CLIENT_ID: 'ccc',
    OIDC_CLIENT_SECRET: 'hunter2',
  };

  it('take a provider to sign in at, which sends people back to the public address', () => {
    const { web: settings } = readConfig({ ...provider, PUBLIC_ADDRESS: 'https://care.example.org/' });

    expect(settings.openId).toMatchObject({ issuer: 'http://id.example.org', match: 'email' });
    expect(settings).toMatchObject({ publicAddress: 'https://care.example.org', secureCookies: true });
    expect(problemsOf(provider).join()).toContain('PUBLIC_ADDRESS is needed with OIDC_ISSUER');
  });

  it('take no provider in production that is not reached by https', () => {
    const production = {
      NODE_ENV: 'production',
      DATABASE_URL: 'postgres://db/care',
      PUBLIC_ADDRESS: 'https://care.example.org',
    };

    expect(problemsOf({ ...provider, ...production }).join()).toContain(
      'OIDC_ISSUER must begin with https://',
    );
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
