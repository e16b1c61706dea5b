/** The line between the double and the test that started it: what happens is told, and questions are answered. */
type Answer = (argument: string) => unknown;

const answers = new Map<string, Answer>();

process.on('message', (message: { id: number; question: string; argument: string }) => {
  const answer = answers.get(message.question);
  Promise.resolve(answer?.(message.argument)).then(
    (result) => process.send?.({ id: message.id, result }),
    (error: unknown) => process.send?.({ id: message.id, error: String(error) }),
  );
});

export const control = {
  tell: (event: string, detail: unknown): void => void process.send?.({ event, detail }),
  answer: (question: string, answer: Answer): void => void answers.set(question, answer),
};
