import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowControl, HIGH_WATER, LOW_WATER } from '../../../server/terminal/flow-control.ts';

const started = (offset = 0): FlowControl => {
  const flow = new FlowControl();
  flow.hello(offset);
  return flow;
};

describe('flow control', () => {
  it('pauses above the high water mark and resumes below the low one', () => {
    const flow = started(1_000);
    flow.sent(HIGH_WATER);
    expect(flow.paused).toBe(false);
    flow.sent(1);
    expect(flow.paused).toBe(true);
    expect(flow.acknowledge(1_000 + HIGH_WATER + 1 - LOW_WATER)).toBe(true);
    expect(flow.paused).toBe(true);
    expect(flow.acknowledge(1_000 + HIGH_WATER + 2 - LOW_WATER)).toBe(true);
    expect(flow.paused).toBe(false);
  });

  it('refuses an acknowledgement beyond what was sent, going back, or before any hello', () => {
    expect(new FlowControl().acknowledge(0)).toBe(false);
    const flow = started(500);
    flow.sent(100);
    expect(flow.acknowledge(601)).toBe(false);
    expect(flow.acknowledge(550)).toBe(true);
    expect(flow.acknowledge(549)).toBe(false);
    expect(flow.acknowledge(550)).toBe(true);
  });

  it('refuses a stream that goes back, or sends before saying where it is', () => {
    expect(new FlowControl().sent(1)).toBe(false);
    const flow = started(500);
    flow.sent(10);
    expect(flow.hello(509)).toBe(false);
    expect(flow.hello(510)).toBe(true);
  });

  it('counts the gap of a leap, so that a browser that does not follow pauses it', () => {
    const flow = started(0);
    flow.hello(HIGH_WATER + 1);
    expect(flow.paused).toBe(true);
    expect(flow.acknowledge(HIGH_WATER + 1)).toBe(true);
    expect(flow.paused).toBe(false);
  });

  it('never lets more than the high water mark and one piece be on its way, and always ends resumed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 65_536 }), fc.double({ min: 0, max: 1, noNaN: true }))),
        (steps) => {
          const flow = started();
          let sent = 0;
          let acknowledged = 0;
          for (const [bytes, share] of steps) {
            if (!flow.paused) {
              flow.sent(bytes);
              sent += bytes;
            }
            expect(sent - acknowledged).toBeLessThanOrEqual(HIGH_WATER + 65_536);
            acknowledged += Math.floor((sent - acknowledged) * share);
            expect(flow.acknowledge(acknowledged)).toBe(true);
          }
          flow.acknowledge(sent);
          expect(flow.paused).toBe(false);
        },
      ),
    );
  });
});
