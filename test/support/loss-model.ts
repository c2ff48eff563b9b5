/** Which packets of a network get lost: evenly, or in bursts. Each model answers once per packet. */

/** True when the next packet is lost. */
export type LossModel = () => boolean;

export const noLoss: LossModel = () => false;

/** Each packet by itself with this probability. */
export function randomLoss(rate: number, random: () => number = Math.random): LossModel {
  return () => random() < rate;
}

/**
 * A network with good and bad times (Gilbert 1960, Elliott 1963): it turns bad and good again with the given probabilities per packet,
 * and loses packets at a rate of its own in each. A mean bad time lasts 1 / `recovers` packets.
 */
export type GilbertElliott = {
  readonly worsens: number;
  readonly recovers: number;
  readonly lossWhenGood: number;
  readonly lossWhenBad: number;
};

export function burstLoss(model: GilbertElliott, random: () => number = Math.random): LossModel {
  let isBad = false;
  return () => {
    isBad = random() < (isBad ? 1 - model.recovers : model.worsens);
    return random() < (isBad ? model.lossWhenBad : model.lossWhenGood);
  };
}
