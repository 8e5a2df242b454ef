/** What the tests of every service stand on: real Kafka and PostgreSQL, tokens, house rules. */
@NullMarked
package io.berth.kit.test;

import org.jspecify.annotations.NullMarked;
