'use client';

import { useEffect } from 'react';
import { useHasVotedBefore, useShow } from '../show/show-context';
import { rememberVoter } from './voter-cookie';

/** Whether nobody has voted on this device yet. */
export function useNewcomer(): boolean {
  const hasVotedBefore = useHasVotedBefore();
  const hasVoted = useShow((state) => state.hasVoted);
  useEffect(() => {
    if (hasVoted && !hasVotedBefore) rememberVoter();
  }, [hasVoted, hasVotedBefore]);
  return !hasVoted && !hasVotedBefore;
}
