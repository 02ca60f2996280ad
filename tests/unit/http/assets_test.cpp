// Static files.
#include <brotli/decode.h>
#include <zlib.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "fixture.hpp"

using namespace aksis;
using namespace aksis::http;
using namespace aksis::http::test;

namespace {

constexpr size_t kPlainMax = 1 << 20;

// "" when `bytes` are not exactly one whole gzip file.
std::string gunzip(std::string_view bytes) {
  std::string out(kPlainMax, '\0');
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) return "";
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool whole = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_in == 0;
  out.resize(whole ? stream.total_out : 0);
  inflateEnd(&stream);
  return out;
}

std::string unbrotli(std::string_view bytes) {
  std::string out(kPlainMax, '\0');
  size_t size = out.size();
  const auto done =
      BrotliDecoderDecompress(bytes.size(), reinterpret_cast<const uint8_t*>(bytes.data()), &size,
                              reinterpret_cast<uint8_t*>(out.data()));
  out.resize(done == BROTLI_DECODER_RESULT_SUCCESS ? size : 0);
  return out;
}

}  // namespace

TEST_CASE("static files: type, compression, version, caching") {
  auto assets = std::make_shared<Assets>();
  const std::string page = "<p>" + std::string(5'000, 'a') + "</p>";
  assets->add("/index.html", page);
  assets->add("/ui/app-1a2b3c4d.js", "x");
  Options options;
  options.assets = assets;
  Fixture f(std::move(options));
  const auto plain = f.get("/");
  CHECK(plain.body == page);
  CHECK(plain.headers.at("content-type") == "text/html; charset=utf-8");
  CHECK(plain.headers.at("cache-control") == "no-cache");
  CHECK(plain.headers.at("content-security-policy").find("script-src 'self'") != std::string::npos);
  const auto brotli = f.send(request("GET", "/", "", {{"Accept-Encoding", "gzip, br"}}));
  CHECK(brotli.headers.at("content-encoding") == "br");
  CHECK(brotli.body.size() < 100);
  CHECK(unbrotli(brotli.body) == page);
  const auto gzip = f.send(request("GET", "/", "", {{"Accept-Encoding", "gzip, br;q=0"}}));
  CHECK(gzip.headers.at("content-encoding") == "gzip");
  CHECK(gunzip(gzip.body) == page);
  CHECK(gzip.headers.at("etag") != brotli.headers.at("etag"));
  const auto same = f.send(request("GET", "/", "", {{"If-None-Match", plain.headers.at("etag")}}));
  CHECK(same.status == 304);
  CHECK(f.get("/ui/app-1a2b3c4d.js").headers.at("cache-control") ==
        "public, max-age=31536000, immutable");
  CHECK(f.get("/ui/../index.html").status == 404);
  CHECK(f.send(request("POST", "/")).status == 405);
}

TEST_CASE("compressed files are the file, and only where that is smaller") {
  const auto folder = std::filesystem::temp_directory_path() / "aksis-assets-test";
  std::filesystem::create_directories(folder / "deep");
  std::string text;
  for (int i = 0; i < 3'000; ++i) text += "line " + std::to_string(i * i) + "\n";
  std::ofstream(folder / "deep" / "a.js", std::ios::binary) << text;
  std::ofstream(folder / "tiny.js", std::ios::binary) << "x";
  std::ofstream(folder / "a.png", std::ios::binary) << text;
  std::filesystem::create_symlink("/etc/passwd", folder / "link.txt");
  Assets assets;
  REQUIRE(assets.add_folder("/ui", folder).ok());
  std::filesystem::remove_all(folder);
  const auto* script = assets.find("/ui/deep/a.js");
  REQUIRE(script);
  CHECK(script->plain == text);
  CHECK(gunzip(script->gzip) == text);
  CHECK(unbrotli(script->brotli) == text);
  CHECK(script->brotli.size() < script->gzip.size());
  CHECK(script->gzip.size() < text.size());
  for (const auto* path : {"/ui/tiny.js", "/ui/a.png"}) {
    const auto* plain = assets.find(path);
    REQUIRE(plain);
    CHECK(plain->gzip.empty());
    CHECK(plain->brotli.empty());
  }
  CHECK_FALSE(assets.find("/ui/link.txt"));
}

TEST_CASE("static files need a key like everything but health") {
  auto assets = std::make_shared<Assets>();
  assets->add("/index.html", "<p>");
  Options options;
  options.assets = assets;
  Fixture f(std::move(options));
  CHECK(f.send({"GET", "/", {}, ""}).status == 401);
  CHECK(f.send({"GET", "/index.html", {}, ""}).status == 401);
  CHECK(f.get("/index.html").status == 200);
  Fixture without;
  CHECK(without.send({"GET", "/", {}, ""}).status == 401);
  CHECK(without.get("/").status == 404);
}
