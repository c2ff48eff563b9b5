/** A choice that shows at once what this person has chosen, and what the server has as soon as that has answered. */
import { useState } from 'react';

export function useOwnChoice<Value>(
  serverValue: Value,
  send: (value: Value) => Promise<unknown>,
): readonly [Value, (value: Value) => void] {
  const [own, setOwn] = useState<{ readonly value: Value } | null>(null);
  const choose = (value: Value): void => {
    const mine = { value };
    setOwn(mine);
    // By the time of the answer the new state is here.
    void send(value).finally(() => setOwn((now) => (now === mine ? null : now)));
  };
  return [own === null ? serverValue : own.value, choose];
}
