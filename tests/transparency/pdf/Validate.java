import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Prints, for every file and profile: the file, the profile, PASS or FAIL, and the clauses that failed, separated by tabs. */
class Validate {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            for (String name : new String[] {"ua1", "3a"}) {
                PDFAFlavour flavour = PDFAFlavour.fromString(name);
                try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour)) {
                    PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false);
                    ValidationResult result = validator.validate(parser);
                    java.util.TreeSet<String> clauses = new java.util.TreeSet<>();
                    for (TestAssertion found : result.getTestAssertions()) {
                        clauses.add(found.getRuleId().getClause() + "-" + found.getRuleId().getTestNumber() + " " + found.getMessage());
                    }
                    System.out.println(file + "\t" + name + "\t" + (result.isCompliant() ? "PASS" : "FAIL") + "\t" + String.join("; ", clauses));
                }
            }
        }
    }
}
