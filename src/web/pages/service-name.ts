/** What people call the service. */
export const SERVICE_NAME = "Children's continuing care";
