/** Who an agent is: its certificate, and the tokens that it signs with its own key. */
@NullMarked
package io.berth.kit.agent;

import org.jspecify.annotations.NullMarked;
