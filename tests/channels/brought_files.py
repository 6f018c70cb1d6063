"""Product files of other programs, made up: each with the quirks of files of the wild."""

from collections.abc import Sequence

SHOPIFY_HEAD = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,"
    "Option2 Value,Option3 Name,Option3 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,"
    "Variant Inventory Qty,Variant Inventory Policy,Variant Fulfillment Service,Variant Price,"
    "Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,"
    "Image Position,Image Alt Text,Gift Card,SEO Title,Variant Image,Variant Weight Unit,Status"
)
SHOPIFY_ROWS = (
    "ao-dai,Áo dài lụa,<p>Lụa <b>tơ tằm</b></p><ul><li>Mềm</li><li>Mát</li></ul>"
    '<script>alert(1)</script>,Cô Mẫu,Áo,"lụa, áo dài",true,Cỡ,S,Màu,Đỏ,,,AD-S-DO,300,shopify,5,'
    "deny,manual,450000.00,500000.00,true,true,8932282840567,https://images.invalid/1.jpg,1,Áo,"
    "false,Áo dài,https://images.invalid/do.jpg,kg,active",
    "ao-dai,,,,,,,,M,,Đỏ,,,AD-M-DO,320,shopify,-2,deny,manual,450000.00,,true,true,,"
    "https://images.invalid/2.jpg,2,,,,,kg,",
    ",,,,,,,,L,,Xanh,,,AD-L-XANH,350,shopify,0,deny,manual,470000.00,,true,true,,,,,,,,kg,",
    "ao-dai,,,,,,,,,,,,,,,,,,,,,,,,https://images.invalid/3.jpg,3,,,,,,",
    "khan,Khăn len,Khăn ấm,Cô Mẫu,Khăn,,false,Title,Default Title,,,,,KHAN-1,150,,,deny,manual,"
    "90000,,true,true,,https://images.invalid/4.jpg,1,,false,,,g,draft",
)
WOO_HEAD = (
    '"ID","Type","SKU","GTIN, UPC, EAN, or ISBN","Name","Published","Is featured?",'
    '"Visibility in catalog","Short description","Description","Date sale price starts",'
    '"Date sale price ends","Tax status","In stock?","Stock","Weight (lbs)","Length (in)",'
    '"Width (in)","Height (in)","Sale price","Regular price","Categories","Tags","Images",'
    '"Parent","Attribute 1 name","Attribute 1 value(s)","Attribute 1 visible",'
    '"Attribute 1 global","Attribute 2 name","Attribute 2 value(s)","Meta: _x"'
)
# A form stands before its product; two point by id, one by SKU; guards, escapes and breaks.
WOO_ROWS = (
    '12,variation,MO-250,,"Mật ong - 250 g",1,0,visible,,,,,taxable,1,7,0.66,,,,,120000,,,,id:10,'
    '"Cỡ","250 g",,1,,,',
    '10,variable,MO,,"Mật ong hoa nhãn",1,0,visible,"Mật ong","Dòng một\\nDòng <b>hai</b>",,,'
    'taxable,1,,,4,4,6,,,"Đồ ăn > Mật, Đồ uống\\, nước","ngọt, \'=ngon","https://images.invalid/a.jpg'
    ', https://images.invalid/b.jpg",,"Cỡ","250 g, 500 g",1,1,"Xuất xứ","Hưng Yên",x',
    '13,variation,MO-500,,"Mật ong - 500 g",1,0,visible,,,,,taxable,0,,1.3,,,,199000,220000,,,,MO,'
    '"Cỡ","500 g",,1,,,',
    '20,"simple, downloadable",\'-CHE,,"Chè \'xanh",-1,0,visible,,"\'=Ngon",,,taxable,1,3,0.5,,,,,'
    "50000,,,,,,,,,,,",
    '30,grouped,BO,,"Bộ quà",1,0,visible,,,,,taxable,1,,,,,,,,,,,,,,,,,,',
    '40,variation,LAC,,"Lạc loài",1,0,visible,,,,,taxable,1,,,,,,,10000,,,,id:99,,,,,,,',
)


def csv_file(head: str, rows: Sequence[str], bom: bool = False) -> bytes:
    text = "\r\n".join([head, *rows]) + "\r\n"
    return (b"\xef\xbb\xbf" if bom else b"") + text.encode()


def shopify() -> bytes:
    return csv_file(SHOPIFY_HEAD, SHOPIFY_ROWS)


def woocommerce() -> bytes:
    return csv_file(WOO_HEAD, WOO_ROWS, bom=True)


def price_list() -> bytes:
    return (
        "BẢNG GIÁ THÁNG 11;;;\n;;;\nTên hàng;ĐVT;Đơn giá;Ghi chú\nBánh gai;hộp;60.000;mới\n"
        "Mật ong;chai;120k;\nNem chua;cái;0;\nTên hàng;ĐVT;Đơn giá;Ghi chú\nTrà;gói;AED 15;\n"
        "Mắm tôm;lọ;-1;\nKẹo lạc;gói;1e99;\n;;;\n"
    ).encode()
