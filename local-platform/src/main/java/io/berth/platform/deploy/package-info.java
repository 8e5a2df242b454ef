/**
 * What a container installation needs before its services start: secrets in volumes, databases,
 * topics. The programs of the image {@code berth/tools}; {@code docker-compose.yml} runs them.
 */
@NullMarked
package io.berth.platform.deploy;

import org.jspecify.annotations.NullMarked;
