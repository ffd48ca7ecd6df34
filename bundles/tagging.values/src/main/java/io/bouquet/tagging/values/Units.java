package io.bouquet.tagging.values;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Units of amounts by their symbols and by their English and German words. */
final class Units {
    /** @param code currency of ISO 4217, symbol of the SI, or component of an ISO 8601 duration */
    record Unit(String kind, String code) {}

    private static final Map<String, Unit> SYMBOLS = new HashMap<>();
    private static final Map<String, Unit> WORDS = new HashMap<>();

    static {
        for (String code :
                ("EUR USD GBP CHF JPY CNY INR CAD AUD NZD SEK NOK DKK PLN CZK HUF RUB TRY BRL MXN ZAR KRW SGD" + " HKD")
                        .split(" ")) {
            SYMBOLS.put(code, new Unit("money", code));
        }
        symbols("money", "€=EUR £=GBP ¥=JPY ₹=INR ₽=RUB ₩=KRW ₺=TRY US$=USD A$=AUD C$=CAD $=USD");
        words(
                "money",
                "euro=EUR euros=EUR dollar=USD dollars=USD bucks=USD yen=JPY franken=CHF rubel=RUB rupees=INR"
                        + " rupien=INR yuan=CNY zloty=PLN");
        WORDS.put("pounds sterling", new Unit("money", "GBP"));
        WORDS.put("british pounds", new Unit("money", "GBP"));
        WORDS.put("britische pfund", new Unit("money", "GBP"));
        WORDS.put("us dollars", new Unit("money", "USD"));
        WORDS.put("us-dollar", new Unit("money", "USD"));
        WORDS.put("swiss francs", new Unit("money", "CHF"));
        WORDS.put("schweizer franken", new Unit("money", "CHF"));
        symbols("percentage", "%=% ‰=‰");
        words("percentage", "percent=% prozent=% pct=% prozentpunkte=% prozentpunkten=%");
        WORDS.put("per cent", new Unit("percentage", "%"));
        WORDS.put("percentage points", new Unit("percentage", "%"));
        words(
                "duration",
                "year=Y years=Y jahr=Y jahre=Y jahren=Y yrs=Y month=M months=M monat=M monate=M monaten=M"
                        + " week=W weeks=W woche=W wochen=W day=D days=D tag=D tage=D tagen=D"
                        + " hour=TH hours=TH stunde=TH stunden=TH hr=TH hrs=TH std=TH minute=TM minutes=TM minuten=TM min=TM mins=TM"
                        + " second=TS seconds=TS sekunde=TS sekunden=TS sec=TS secs=TS sek=TS");
        symbols("duration", "h=TH s=TS ms=TMS");
        words("duration", "milliseconds=TMS millisekunden=TMS");
        symbols(
                "quantity",
                "km=km m=m cm=cm mm=mm nm=nm µm=µm km²=km² m²=m² cm²=cm² m³=m³ cm³=cm³ km2=km² m2=m² m3=m³ ha=ha"
                        + " kg=kg g=g mg=mg µg=µg lb=lb lbs=lb oz=oz l=l L=l ml=ml mL=ml cl=cl hl=hl ft=ft yd=yd mi=mi KM=km KG=kg"
                        + " °C=°C °F=°F km/h=km/h kmh=km/h mph=mph kn=kn m/s=m/s"
                        + " W=W kW=kW MW=MW GW=GW Wh=Wh kWh=kWh MWh=MWh GWh=GWh TWh=TWh PS=PS hp=hp V=V kV=kV mAh=mAh Hz=Hz kHz=kHz"
                        + " MHz=MHz GHz=GHz kB=kB KB=kB MB=MB GB=GB TB=TB KiB=KiB MiB=MiB GiB=GiB TiB=TiB kbit/s=kbit/s Mbit/s=Mbit/s"
                        + " Gbit/s=Gbit/s Mbps=Mbit/s Gbps=Gbit/s hPa=hPa kPa=kPa bar=bar dB=dB kcal=kcal kJ=kJ MJ=MJ px=px dpi=dpi");
        words(
                "quantity",
                "kilometer=km kilometers=km kilometre=km kilometres=km kilometern=km meter=m meters=m metre=m metres=m"
                        + " metern=m centimeter=cm centimeters=cm centimetres=cm zentimeter=cm millimeter=mm millimeters=mm"
                        + " millimetres=mm mile=mi miles=mi meilen=mi foot=ft feet=ft inch=in inches=in zoll=in yard=yd yards=yd"
                        + " kilo=kg kilos=kg kilogram=kg kilograms=kg kilogramm=kg gram=g grams=g gramm=g milligrams=mg"
                        + " milligramm=mg tonne=t tonnes=t tons=t ton=t tonnen=t pound=lb pounds=lb pfund=lb ounce=oz ounces=oz"
                        + " litre=l litres=l liter=l liters=l litern=l milliliter=ml millilitres=ml milliliters=ml gallon=gal gallons=gal"
                        + " gallonen=gal acre=acre acres=acre hectare=ha hectares=ha hektar=ha watt=W watts=W kilowatt=kW kilowatts=kW"
                        + " megawatt=MW megawatts=MW gigawatt=GW gigawatts=GW kilowattstunden=kWh volt=V volts=V hertz=Hz megahertz=MHz"
                        + " gigahertz=GHz byte=B bytes=B kilobytes=kB megabyte=MB megabytes=MB gigabyte=GB gigabytes=GB terabyte=TB"
                        + " terabytes=TB pixel=px pixels=px quadratmeter=m² quadratkilometer=km² kubikmeter=m³ kalorien=cal calories=cal"
                        + " decibels=dB dezibel=dB");
        WORDS.put("square meters", new Unit("quantity", "m²"));
        WORDS.put("square metres", new Unit("quantity", "m²"));
        WORDS.put("square kilometres", new Unit("quantity", "km²"));
        WORDS.put("square kilometers", new Unit("quantity", "km²"));
        WORDS.put("square feet", new Unit("quantity", "ft²"));
        WORDS.put("square miles", new Unit("quantity", "mi²"));
        WORDS.put("cubic meters", new Unit("quantity", "m³"));
        WORDS.put("cubic metres", new Unit("quantity", "m³"));
        WORDS.put("miles per hour", new Unit("quantity", "mph"));
        WORDS.put("kilometres per hour", new Unit("quantity", "km/h"));
        WORDS.put("kilometers per hour", new Unit("quantity", "km/h"));
        WORDS.put("kilometer pro stunde", new Unit("quantity", "km/h"));
        WORDS.put("degrees celsius", new Unit("quantity", "°C"));
        WORDS.put("grad celsius", new Unit("quantity", "°C"));
        WORDS.put("degrees fahrenheit", new Unit("quantity", "°F"));
        WORDS.put("nautical miles", new Unit("quantity", "nmi"));
    }

    /** All units, the longest first: symbols in their case, words in any. */
    static final String AFTER_NUMBER = "(?:" + DateFinder.longestFirst(SYMBOLS.keySet()) + "|(?i:"
            + DateFinder.longestFirst(WORDS.keySet()) + "))";
    /** What stands before an amount of money. */
    static final String BEFORE_NUMBER = "(?:" + DateFinder.longestFirst(currencies()) + ")";

    private Units() {}

    static Optional<Unit> of(String name) {
        Unit symbol = SYMBOLS.get(name);
        return Optional.ofNullable(symbol == null ? WORDS.get(name.toLowerCase(Locale.ROOT)) : symbol);
    }

    private static TreeSet<String> currencies() {
        TreeSet<String> currencies = new TreeSet<>();
        SYMBOLS.forEach((symbol, unit) -> {
            if (unit.kind().equals("money")) {
                currencies.add(symbol);
            }
        });
        return currencies;
    }

    private static void symbols(String kind, String list) {
        put(SYMBOLS, kind, list);
    }

    private static void words(String kind, String list) {
        put(WORDS, kind, list);
    }

    private static void put(Map<String, Unit> units, String kind, String list) {
        for (String entry : list.split(" ")) {
            int equals = entry.indexOf('=');
            units.put(entry.substring(0, equals), new Unit(kind, entry.substring(equals + 1)));
        }
    }
}
