#!/bin/sh
# TAP::Parser 3.44, which prove of Debian 12's Perl 5.36 uses: a stream that begins with `TAP version 14` is FAIL, although each of its tests
# passes. The same stream with version 13, or with none, is PASS. "Parse errors: TAP specified version 14 but we don't know about versions later
# than 13". This is surprising, as version 14 "is designed to be reasonably parseable by any compliant TAP13 Harness" and was written down from what
# this harness does. Test::Harness accepts the line since 3.48 of October 2023.
# https://testanything.org/tap-version-14-specification.html and https://github.com/Perl/perl5/pull/21576
# nnshell therefore writes version 13: TAPReport.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q -o APT::Sandbox::User=root 'perl-modules-5.36=5.36.0-*' >/dev/null
dpkg -x perl-modules-5.36_*.deb package
# Only the harness is taken, so that it runs in each Perl.
mkdir harness
cp -r package/usr/share/perl/5.36.0/TAP package/usr/share/perl/5.36.0/App harness
export PERL5LIB="$folder/harness"
version=$(perl -MTAP::Parser -e 'print TAP::Parser->VERSION')
[ "$version" = 3.44 ] || { echo "TAP::Parser $version, not 3.44"; exit 1; }
prove() { perl -MApp::Prove -e 'my $prove = App::Prove->new; $prove->process_args(@ARGV); exit($prove->run ? 0 : 1)' -- "$@"; }
tests='1..2
ok 1 - one
ok 2 - two'
echo "$tests" >none.tap
{ echo "TAP version 13"; echo "$tests"; } >13.tap
{ echo "TAP version 14"; echo "$tests"; } >14.tap
for name in none.tap 13.tap; do prove "$name" >said; cat said; grep -q "Result: PASS" said; done
if prove 14.tap >said 2>&1; then echo "version 14 passes"; exit 1; fi
cat said
grep -q "All 2 subtests passed" said
grep -q "TAP specified version 14 but we don't know about versions later than 13" said
grep -q "Result: FAIL" said
