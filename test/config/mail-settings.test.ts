import { describe, expect, it } from '@jest/globals';
import { readConfig, type ConfigError } from '../../src/config/config.js';
import { addressOf } from '../../src/config/mail-settings.js';

const WHOLE = {
  SMTP_URL: 'smtps://care:s%40fe@mail.example.org',
  MAIL_FROM: 'Continuing care <care@example.org>',
  PUBLIC_ADDRESS: 'https://care.example.org/',
};

const problemsOf = (settings: Record<string, string>): readonly string[] => {
  try {
    readConfig(settings);
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
};

describe('the settings of e-mail', () => {
  it('are a server, a sender and where the service is reached', () => {
    expect(readConfig(WHOLE)).toMatchObject({
      publicAddress: 'https://care.example.org',
      mail: {
        smtp: {
          host: 'mail.example.org',
          port: 465,
          secure: true,
          encrypted: true,
          user: 'care',
          password: 's@fe',
        },
        from: 'Continuing care <care@example.org>',
      },
    });
    expect(addressOf(WHOLE.MAIL_FROM)).toBe('care@example.org');
    expect(addressOf('care@example.org')).toBe('care@example.org');
  });

  it.each([
    ['smtp://mail.example.org', { port: 587, secure: false, encrypted: true }],
    ['smtp://mail.example.org:25?tls=no', { port: 25, secure: false, encrypted: false }],
    ['smtp://127.0.0.1:1025', { host: '127.0.0.1', port: 1025, encrypted: false }],
    ['smtp://[::1]:1025', { host: '::1', encrypted: false }],
  ])('%s is understood', (url, smtp) => {
    expect(readConfig({ ...WHOLE, SMTP_URL: url }).mail?.smtp).toMatchObject(smtp);
  });

  it('without a server e-mail is kept, and an address for links may still be given', () => {
    const settings = readConfig({ PUBLIC_ADDRESS: WHOLE.PUBLIC_ADDRESS });

    expect(settings.mail).toBeUndefined();
    expect(settings.publicAddress).toBe('https://care.example.org');
  });

  it.each([
    [{ SMTP_URL: 'mail.example.org' }, /^SMTP_URL must look like smtps:/],
    [{ SMTP_URL: 'smtp://mail.example.org?tls=maybe' }, /^SMTP_URL .*only tls=no/],
    [{ SMTP_URL: 'smtp://care@mail.example.org' }, /^SMTP_URL .*a user and a password, or neither/],
    [{ SMTP_URL: 'smtp://care:%zz@mail.example.org' }, /^SMTP_URL must look like/],
    [{ MAIL_FROM: 'Continuing care' }, /^MAIL_FROM must look like care@example.org/],
    [{ MAIL_FROM: '' }, /^MAIL_FROM is needed where SMTP_URL is given$/],
    [{ PUBLIC_ADDRESS: '' }, /^PUBLIC_ADDRESS is needed where SMTP_URL is given$/],
    [{ PUBLIC_ADDRESS: 'care.example.org' }, /^PUBLIC_ADDRESS must look like https/],
    [{ SMTP_URL: '' }, /^SMTP_URL is needed where MAIL_FROM is given$/],
  ])('%j is refused with what is wrong, once, and no secret', (settings, problem) => {
    const problems = problemsOf({ ...WHOLE, ...settings });

    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems.join()).not.toContain('%zz');
  });
});
