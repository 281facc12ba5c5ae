import { Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';

interface StepHeadProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** Where no field asks for the focus, it goes here, so that a screen reader hears of the new step. */
  readonly takesFocus?: boolean;
}

export function StepHead({ title, children, takesFocus = false }: StepHeadProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  return (
    <div>
      <Title order={2} ref={heading} tabIndex={takesFocus ? -1 : undefined}>
        {title}
      </Title>
      {children && (
        <Text c="dimmed" mt={2}>
          {children}
        </Text>
      )}
    </div>
  );
}
