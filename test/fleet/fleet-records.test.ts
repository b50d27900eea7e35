import { describe, expect, it } from 'vitest';
import { lostTrial } from '../../src/campaigns/fleet/lost-trial.ts';
import {
  checkFleetAnswer,
  checkFleetJob,
  FLEET_ANSWER_SCHEMA,
  parseFleetCampaign,
  parseWorkerCard,
} from '../../src/records/fleet.ts';
import { UserError } from '../../src/system/errors.ts';
import { fleetCampaignSample, workerCardSample } from './fleet-samples.ts';

const trial = lostTrial(3, 'O0', 'gone');
const answer = { schema: FLEET_ANSWER_SCHEMA, trial, output: null };

describe('what a fleet says through the queue', () => {
  it('is read as it was written', () => {
    const [campaign, card] = [fleetCampaignSample('2026-a'), workerCardSample('one')];
    expect(parseFleetCampaign(JSON.stringify(campaign))).toEqual(campaign);
    expect(parseWorkerCard(JSON.stringify(card))).toEqual(card);
    const job = { campaign: 'c', id: 3, variant: 'O0' };
    expect(checkFleetJob(job)).toEqual(job);
    expect(checkFleetAnswer(answer, job)).toEqual(answer);
  });

  it.each(['../x', 'a/b', '', '.hidden', 'a:b', 'a b', 'x'.repeat(129)])(
    'is no campaign with the id %j, which becomes a folder and a queue',
    (id) => {
      expect(() => parseFleetCampaign(JSON.stringify(fleetCampaignSample(id)))).toThrow(/key id/);
    },
  );

  it.each([
    null,
    7,
    'text',
    [],
    {},
    { campaign: 'c', id: 0, variant: 'a' },
    { campaign: 'c', id: 1.5, variant: 'a' },
  ])('is no trial as %j', (value) => {
    expect(() => checkFleetJob(value)).toThrow(UserError);
  });

  it.each([
    [{ ...answer, trial: { ...trial, id: 4 } }, 'tells of another one'],
    [{ ...answer, trial: { ...trial, variant: 'O2' } }, 'tells of another one'],
    [{ ...answer, trial: { ...trial, outcome: 'great' } }, 'its key outcome'],
    [{ ...answer, trial: { type: 'note', at: 'now', text: 'x' } }, 'tells of another one'],
    [{ ...answer, trial: {} }, 'is damaged'],
    [{ ...answer, output: 7 }, 'holds an answer whose key output'],
    [null, 'holds an answer'],
  ])('is no answer to trial 3: case %#', (value, words) => {
    const check = (): unknown => checkFleetAnswer(value, { id: 3, variant: 'O0' });
    expect(check).toThrow(UserError);
    expect(check).toThrow(words);
  });
});
