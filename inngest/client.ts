import { Inngest } from 'inngest'

/** The Inngest client. Leaf module: runs at the edge too. Which engine serves it is Inngest's own configuration. */
export const inngest = new Inngest({ id: 'tandem' })
