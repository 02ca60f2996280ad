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
  const auto script = assets.find("/ui/deep/a.js");
  REQUIRE(script);
  CHECK(script->plain == text);
  CHECK(gunzip(script->gzip) == text);
  CHECK(unbrotli(script->brotli) == text);
  CHECK(script->brotli.size() < script->gzip.size());
  CHECK(script->gzip.size() < text.size());
  for (const auto* path : {"/ui/tiny.js", "/ui/a.png"}) {
    const auto plain = assets.find(path);
    REQUIRE(plain);
    CHECK(plain->gzip.empty());
    CHECK(plain->brotli.empty());
  }
  CHECK_FALSE(assets.find("/ui/link.txt"));
}

TEST_CASE("static files are there before anybody signs in; without any, everything needs a key") {
  auto assets = std::make_shared<Assets>();
  assets->add("/index.html", "<p>");
  Options options;
  options.assets = assets;
  Fixture f(std::move(options));
  CHECK(f.send({"GET", "/", {}, ""}).status == 200);
  CHECK(f.send({"GET", "/none.js", {}, ""}).status == 404);
  CHECK(f.send({"GET", "/metrics", {}, ""}).status == 401);
  CHECK(f.send({"GET", "/api/v1/items", {}, ""}).status == 401);
  CHECK(f.send({"GET", "/api", {}, ""}).status == 401);
  Fixture without;
  CHECK(without.send({"GET", "/", {}, ""}).status == 401);
  CHECK(without.get("/").status == 404);
}

TEST_CASE("a path that is no file gets the page, when a page is asked for") {
  auto assets = std::make_shared<Assets>();
  assets->add("/index.html", "<p>page</p>");
  Options options;
  options.assets = assets;
  Fixture f(std::move(options));
  const auto ask = [&](const std::string& path, const std::string& accept) {
    return f.send(request("GET", path, "", {{"Accept", accept}}));
  };
  const auto page = ask("/people/123?sort=name", "text/html,*/*;q=0.8");
  CHECK(page.status == 200);
  CHECK(page.body == "<p>page</p>");
  CHECK(page.headers.at("permissions-policy").find("publickey-credentials-get=(self)") !=
        std::string::npos);
  CHECK(page.headers.at("content-security-policy").ends_with("trusted-types lit-html aksis"));
  CHECK(ask("/people/123", "*/*").status == 404);
  CHECK(ask("/ui/app/none", "text/html").status == 404);
  CHECK(ask("/icon.svg", "text/html").status == 404);
  CHECK(ask("/api/v1/none", "text/html").status == 404);
  CHECK(f.send(request("POST", "/people", "", {{"Accept", "text/html"}})).status == 404);
}

TEST_CASE("a mounted folder is read at each request, and nothing outside of it") {
  const auto folder = std::filesystem::temp_directory_path() / "aksis-mount-test";
  std::filesystem::create_directories(folder / "ui");
  std::ofstream(folder / "index.html") << "one";
  std::ofstream(folder / ".hidden") << "x";
  Assets assets;
  assets.mount("", folder);
  assets.mount("/ui/m/notes/1a2b3c4d1a2b3c4d", folder / "ui");
  CHECK(assets.find("/")->plain == "one");
  std::ofstream(folder / "index.html") << "two";
  CHECK(assets.find("/index.html")->plain == "two");
  std::ofstream(folder / "ui" / "main.js") << "code";
  const auto code = assets.find("/ui/m/notes/1a2b3c4d1a2b3c4d/main.js");
  REQUIRE(code);
  CHECK_FALSE(code->immutable);
  CHECK_FALSE(assets.find("/.hidden"));
  CHECK_FALSE(assets.find("/ui/../index.html"));
  CHECK_FALSE(assets.find("//index.html"));
  std::filesystem::remove_all(folder);
}

TEST_CASE("packed files are served as they are; a pack that is cut is refused") {
  const auto number = [](uint32_t value) {
    return std::string{char(value & 255), char(value >> 8 & 255), char(value >> 16), 0};
  };
  std::string pack = "AKSISPK1" + number(1);
  const std::string pieces[] = {"/a.js", "tag", "plain text", "", "br"};
  for (const auto& piece : pieces) pack += number(static_cast<uint32_t>(piece.size()));
  for (const auto& piece : pieces) pack += piece;
  Assets assets;
  REQUIRE(assets.add_pack(pack).ok());
  const auto file = assets.find("/a.js");
  REQUIRE(file);
  CHECK(file->plain == "plain text");
  CHECK(file->brotli == "br");
  CHECK(file->gzip.empty());
  CHECK(file->etag == "tag");
  for (size_t size = 0; size < pack.size(); ++size)
    CHECK_FALSE(Assets().add_pack(std::string_view(pack).substr(0, size)).ok());
  CHECK_FALSE(Assets().add_pack(pack + "x").ok());
  CHECK_FALSE(Assets().add_pack("AKSISPK1" + number(0xffffff)).ok());
}
