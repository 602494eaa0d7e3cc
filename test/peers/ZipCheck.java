import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** Reads zips front to back as a stream, without their directory, and compares with the directory. Usage: java ZipCheck.java BAG.zip ... */
public class ZipCheck {
  public static void main(String[] paths) throws Exception {
    for (String path : paths) {
      int members = 0;
      long bytes = 0;
      byte[] buffer = new byte[1 << 16];
      try (ZipFile directory = new ZipFile(path);
          ZipInputStream stream = new ZipInputStream(new BufferedInputStream(new FileInputStream(path)))) {
        for (var entry = stream.getNextEntry(); entry != null; entry = stream.getNextEntry()) {
          long size = 0;
          for (int count = stream.read(buffer); count > 0; count = stream.read(buffer)) size += count;
          var listed = directory.getEntry(entry.getName());
          if (listed == null || listed.getSize() != size) throw new IllegalStateException(path + ": " + entry.getName());
          members++;
          bytes += size;
        }
        if (members != directory.size()) throw new IllegalStateException(path + ": " + members + " of " + directory.size());
      }
      System.out.println("Java ZipInputStream: " + path + ": " + members + " members, " + bytes + " bytes");
    }
  }
}
