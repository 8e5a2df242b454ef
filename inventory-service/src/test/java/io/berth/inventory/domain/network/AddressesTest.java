package io.berth.inventory.domain.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0,                                 0.0.0.0,             0",
        "10.1.0.1,                                10.1.0.1,            167837697",
        "255.255.255.255,                         255.255.255.255,     4294967295",
        "::,                                      ::,                  0",
        "::1,                                     ::1,                 1",
        "0:0:0:0:0:0:0:1,                         ::1,                 1",
        "2001:DB8:0:0:1:0:0:1,                    2001:db8::1:0:0:1,  "
                + " 42540766411282592856904266426630537217",
        "2001:db8:0:1:1:1:1:1,                    2001:db8:0:1:1:1:1:1,"
                + " 42540766411282592875351010504635121665",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,"
                + " 340282366920938463463374607431768211455"
    })
    void readsAndWritesAddresses(String text, String canonical, BigInteger value) {
        IpAddress address = IpAddress.parse(text);

        assertThat(address.value()).isEqualTo(value);
        assertThat(address.text()).isEqualTo(canonical);
        assertThat(IpAddress.parse(canonical)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "10.1",
                "10.1.0",
                "10.1.0.256",
                "010.1.0.1",
                "10.1.0.1 ",
                "10.1.0.1/24",
                "example.org",
                "::ffff:10.1.0.1",
                "fe80::1%eth0",
                "[::1]",
                "1:2:3:4:5:6:7",
                "1::2::3",
                "12345::",
                "10.1.0.-1",
                "0x0a.1.0.1"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> IpAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/24,     10.1.0.1,       10.1.0.254",
        "10.1.0.0/30,     10.1.0.1,       10.1.0.2",
        "10.1.0.0/31,     10.1.0.0,       10.1.0.1",
        "10.1.0.7/32,     10.1.0.7,       10.1.0.7",
        "0.0.0.0/0,       0.0.0.1,        255.255.255.254",
        "2001:db8::/64,   2001:db8::1,    2001:db8::ffff:ffff:ffff:ffff",
        "2001:db8::/126,  2001:db8::1,    2001:db8::3",
        "2001:db8::/127,  2001:db8::,     2001:db8::1",
        "::/0,            ::1,            ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
    })
    void knowsWhichAddressesOfASubnetAreUsable(String text, String lowest, String highest) {
        Subnet subnet = Subnet.parse(text);

        assertThat(new IpAddress(subnet.family(), subnet.usable().first()).text())
                .isEqualTo(lowest);
        assertThat(new IpAddress(subnet.family(), subnet.usable().last()).text())
                .isEqualTo(highest);
        assertThat(subnet).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.0.0,       it has no prefix length",
        "10.1.0.0/33,    the prefix length is 33; allowed is 0 to 32",
        "10.1.0.0/-1,    the prefix length is -1",
        "10.1.0.0/024,   the prefix length is 024",
        "10.1.0.0/+8,    the prefix length is +8",
        "10.1.0.0/,      the prefix length is",
        "10.1.0.1/24,    the subnet that holds it is 10.1.0.0/24",
        "2001:db8::/129, the prefix length is 129; allowed is 0 to 128",
        "2001:db8::1/64, the subnet that holds it is 2001:db8::/64"
    })
    void refusesWhatIsNoSubnet(String text, String reason) {
        assertThatThrownBy(() -> Subnet.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/24,  10.1.1.0/24,   false",
        "10.1.0.0/24,  10.1.0.0/24,   true",
        "10.1.0.0/16,  10.1.200.0/24, true",
        "10.1.0.128/25, 10.1.0.0/25,  false",
        "0.0.0.0/0,    ::/0,          false",
        "2001:db8::/32, 2001:db8:1::/48, true"
    })
    void knowsWhetherSubnetsOverlap(String one, String other, boolean overlap) {
        assertThat(Subnet.parse(one).overlaps(Subnet.parse(other))).isEqualTo(overlap);
        assertThat(Subnet.parse(other).overlaps(Subnet.parse(one))).isEqualTo(overlap);
    }

    @ParameterizedTest
    @CsvSource({
        "02:15:5d:00:00:01, 02:15:5d:00:00:01, false, true",
        "00-15-5D-FF-00-01, 00:15:5d:ff:00:01, false, false",
        "01:00:5e:00:00:01, 01:00:5e:00:00:01, true,  false",
        "ff:ff:ff:ff:ff:ff, ff:ff:ff:ff:ff:ff, true,  true"
    })
    void readsMacAddresses(String text, String canonical, boolean multicast, boolean local) {
        MacAddress address = MacAddress.parse(text);

        assertThat(address.text()).isEqualTo(canonical);
        assertThat(address.multicast()).isEqualTo(multicast);
        assertThat(address.locallyAdministered()).isEqualTo(local);
        assertThat(MacAddress.of(BigInteger.valueOf(address.value()))).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "02:15:5d:00:00",
                "02:15:5d:00:00:01:02",
                "02:15:5d:00:00:0g",
                "02155d000001",
                "2:15:5d:0:0:1",
                "02:15-5d:00:00:01",
                "02:15:5d:00:00:01 "
            })
    void refusesWhatIsNoMacAddress(String text) {
        assertThatThrownBy(() -> MacAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesNumbersOutOfASpan() {
        assertThat(span(1, 9).without(numbers(1, 4, 5, 9, 12)))
                .containsExactly(span(2, 3), span(6, 8));
        assertThat(span(1, 2).without(numbers(1, 2))).isEmpty();
        assertThat(span(1, 2).without(numbers())).containsExactly(span(1, 2));
    }

    private static Span span(long first, long last) {
        return new Span(BigInteger.valueOf(first), BigInteger.valueOf(last));
    }

    private static List<BigInteger> numbers(long... numbers) {
        return Arrays.stream(numbers).mapToObj(BigInteger::valueOf).toList();
    }
}
