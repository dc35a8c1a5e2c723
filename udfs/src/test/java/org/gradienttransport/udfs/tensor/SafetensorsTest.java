package org.gradienttransport.udfs.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradienttransport.udfs.tensor.Refusals.assertRefused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  private static final byte[] DATA = TestArchive.le(8).putFloat(1.5f).putFloat(-2).array();

  private static byte[] file(byte[] header, byte[] data) {
    byte[] file =
        Arrays.copyOf(
            TestArchive.le(8).putLong(header.length).array(), 8 + header.length + data.length);
    System.arraycopy(header, 0, file, 8, header.length);
    System.arraycopy(data, 0, file, 8 + header.length, data.length);
    return file;
  }

  /** Headers are written with single quotes, to be readable here. */
  private static byte[] file(String header) {
    return file(header.replace('\'', '"').getBytes(StandardCharsets.UTF_8), DATA);
  }

  @Test
  void headersMayEndInSpacesAndNameTensorsInAnyOrder() throws IOException {
    byte[] bytes =
        file(
            "{'b':{'data_offsets':[4,8],'shape':[],'dtype':'F32'},'__metadata__':{'k':'v'},"
                + "'z':{'dtype':'F16','shape':[3,0],'data_offsets':[4,4]},"
                + "'a':{'dtype':'F32','shape':[1,1],'data_offsets':[0,4]}}   ");
    try (TensorFile file = TensorFiles.open(new BytesSource("some/file", bytes))) {
      assertThat(file.tensors().stream().map(TensorInfo::name)).containsExactly("b", "z", "a");
      assertThat(Fixtures.values(file, "a")).containsExactly(1.5);
      assertThat(Fixtures.values(file, "b")).containsExactly(-2);
      assertThat(Fixtures.values(file, "z")).isEmpty();
    }
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[0],'data_offsets':[8,8]}} | header, tensor 'a': the name is used twice",
        "{'a':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}} | the key 'dtype' is set twice",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'__metadata__':{},'__metadata__':{}} | the name is used twice",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'more':1}} | the key 'more' is unknown",
        "{'a':{'dtype':'F32','shape':[2]}} | dtype, shape and two data_offsets are needed",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0]}} | dtype, shape and two data_offsets are needed",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,8]}} | an array has more than 2 numbers",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | the number '-2' is not between 0 and 2^63 - 1",
        "{'a':{'dtype':'F32','shape':[18446744073709551616],'data_offsets':[0,8]}} | the number '18446744073709551616' is not between",
        "{'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,8]}} | overflows 64 bits",
        "{'a':{'dtype':'F32','shape':[4611686018427387904],'data_offsets':[0,8]}} | overflows 64 bits",
        "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}} | expected a whole number, found VALUE_NUMBER_FLOAT",
        "{'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}} | expected an array of whole numbers",
        "{'a':{'dtype':1,'shape':[2],'data_offsets':[0,8]}} | expected the name of a dtype",
        "{'a':[]} | expected an object, found START_ARRAY",
        "{'__metadata__':{'k':1}} | expected a text, found VALUE_NUMBER_INT",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | start at byte 0, those before it end at 4: an overlap",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | start at byte 4, those before it end at 0: a hole",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | the tensors cover 4 of 8 data bytes",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} | its data end at byte 12, the file ends at 8",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | data_offsets [8, 0] give -8",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} {} | something follows the header's JSON object",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]} | no valid JSON, near character",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},} | no valid JSON",
        "{'__metadata__':[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]} | expected an object of texts",
        "{ 'a':{'dtype':'F32','shape':[NaN],'data_offsets':[0,8]}} | no valid JSON",
        "{'a':{'dtype':'F32','shape':[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],'data_offsets':[0,8]}} | an array has more than 16 numbers",
      })
  void aWrongHeaderIsRefused(String header, String problem) {
    assertRefused(file(header)).startsWith("some/file: header").contains(problem);
  }

  @Test
  void aHeaderThatIsNotUtf8IsRefused() {
    byte[] file = file("{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}");
    file[10] = (byte) 0xff;
    assertRefused(file).contains("the JSON is not UTF-8");
  }

  @Test
  void headerLengthsBeyondTheFileAreRefused() {
    byte[] file = file("{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}");
    file[2] = 1;
    assertRefused(file).contains("the header claims 65590 bytes, the file has 70");
    file[7] = -1;
    assertRefused(file).contains("more than 100000000");
  }

  @Test
  void moreTensorsThanTheLimitAreRefused() {
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i <= Limits.TENSORS; i++) {
      header
          .append(i == 0 ? "" : ",")
          .append('\'')
          .append(i)
          .append("':{'dtype':'U8','shape':[0],'data_offsets':[0,0]}");
    }
    assertRefused(file(header.append('}').toString())).contains("names more than 100000 tensors");
  }

  @Test
  void longNamesAreRefused() {
    String name = "x".repeat(Limits.NAME + 1);
    assertRefused(file("{'" + name + "':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}"))
        .contains("names beyond 4096 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"F8_E4M3", "F4", "C64", "MXFP4", ""})
  void tensorsOfOtherKindsAreNamedAndCostNothing(String dtype) throws IOException {
    String json =
        ("{\"a\":{\"dtype\":\"%s\",\"shape\":[3],\"data_offsets\":[0,3]},"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[3,7]}}")
            .formatted(dtype);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length() + 7).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length()).put(json.getBytes(StandardCharsets.UTF_8)).put(new byte[3]);
    bytes.putFloat(2.5f);
    try (TensorFile file = TensorFiles.open(new BytesSource("some/file", bytes.array()))) {
      assertThat(file.tensors()).extracting(TensorInfo::name).containsExactly("w");
      assertThat(Fixtures.values(file, "w")).containsExactly(2.5);
      assertThat(file.unreadable()).containsExactly(Map.entry("a", "dtype '" + dtype + "'"));
    }
  }
}
