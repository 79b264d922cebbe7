/** The kind of alarm that has one e-mail sent. What it is about is the delivery's id, and nothing else. */
export const DELIVERY = 'delivery';
